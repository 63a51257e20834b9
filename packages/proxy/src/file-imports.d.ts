/** `import … with { type: 'file' }` gives where the file is, also in a bundle, which takes it along. */
declare module '*/standalone.js' {
  const path: string
  export default path
}
