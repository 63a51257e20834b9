import { type Bill, type Component, textOf } from '@sepal/sbom/bill'
import { baseComponent } from './base-image.ts'
import type { ProjectFile } from './project-files.ts'

export type ImageContents = {
  /** with its prefix, such as sepal/proxy */
  name: string
  /** its tag */
  version: string
  /** the image that it builds on */
  base: string
  /** of the project */
  files: readonly ProjectFile[]
}

/**
 * The bill of materials of an image: its base, the servers with their libraries, and each file of the project with its
 * SHA-256.
 * @param servers the bill of that kind of image, which was made when the servers were bundled
 */
export async function imageBill(
  servers: Bill,
  { name, version, base, files }: ImageContents,
): Promise<string> {
  const image = { type: 'container', name, version, 'bom-ref': `${name}:${version}` }
  const below = baseComponent(base)
  const own = servers.metadata.component
  const project = await Promise.all(files.map(fileComponent))
  const parts = [below, own, ...project]
  return textOf({
    ...servers,
    metadata: { component: image },
    components: [below, own, ...servers.components, ...project],
    dependencies: [
      { ref: image['bom-ref'], dependsOn: parts.map((part) => part['bom-ref']) },
      ...servers.dependencies,
      ...[below, ...project].map((part) => ({ ref: part['bom-ref'] })),
    ],
    // The base has an operating system in it, of which nothing is known here.
    compositions: [{ aggregate: 'incomplete', assemblies: [below['bom-ref']] }],
  })
}

async function fileComponent(file: ProjectFile): Promise<Component> {
  const bytes = 'text' in file ? file.text : await Bun.file(file.from).bytes()
  return {
    type: file.name.endsWith('.onnx') ? 'machine-learning-model' : 'file',
    name: file.name,
    'bom-ref': `models/${file.name}`,
    hashes: [{ alg: 'SHA-256', content: new Bun.CryptoHasher('sha256').update(bytes).digest('hex') }],
  }
}
