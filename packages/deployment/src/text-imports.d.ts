/** `import … with { type: 'text' }` gives what is in the file, also in a bundle. */
declare module '*.yml' {
  const text: string
  export default text
}
declare module '*.yaml' {
  const text: string
  export default text
}
declare module '*.Dockerfile' {
  const text: string
  export default text
}
