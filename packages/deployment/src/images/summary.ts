export type BuiltImage = {
  name: string
  seconds: number
  /** of all that the image adds to its base */
  bytesOverBase: number
}

const MEGABYTE = 1_000_000

/** The built images: size beyond the base and build time. */
export function summaryOf(images: readonly BuiltImage[], { base, tags }: { base: string; tags: string[] }) {
  const width = Math.max(...images.map(({ name }) => name.length))
  const lines = images.map(({ name, bytesOverBase, seconds }) => {
    const size = `+${(bytesOverBase / MEGABYTE).toFixed(1)} MB`
    return `  ${name.padEnd(width)}  ${size.padStart(8)}  ${seconds.toFixed(1).padStart(5)} s`
  })
  return `
${images.length === 1 ? '1 image' : `${images.length} images, each`} tagged ${tags.join(' and ')}; sizes are over ${base}

${lines.join('\n')}
`
}
