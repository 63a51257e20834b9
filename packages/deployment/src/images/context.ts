import { chmod, copyFile, cp, lstat, mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Manifest } from '@sepal/ensemble'
import { imageBill } from './image-bill.ts'
import { dockerfileOf, hasConsole, hasRuntime, type Image, type Kind, type Labels } from './plan.ts'
import { type ProjectFile, projectFiles } from './project-files.ts'
import { type Processor, runtimeFiles } from './runtime.ts'
import { billFile, serverFiles } from './servers.ts'

export type ContextOptions = {
  /** the image that all build on */
  base: string
  /** prefix of the images' names */
  repository: string
  images: readonly Image[]
  processors: readonly Processor[]
  labels: Labels
  /** the folder with the bundled servers */
  servers: string
  /** the folder with the models, and its manifest; the generic image has none */
  project?: { folder: string; manifest: Manifest } | undefined
}

/** What the generic image starts. */
const SERVER = `// MODE is proxy, or the name of a classifier in ensemble.json.
await import(process.env.MODE === 'proxy' ? './proxy.js' : './classifier.js')
`

/**
 * Writes all that images are built from into a folder: `<image>.Dockerfile`, ONNX Runtime, the servers, and each
 * image's files of the project and bill of materials.
 * @throws StartupError when a file of the project is missing
 */
export async function stageContext(
  out: string,
  { base, repository, images, processors, labels, servers, project }: ContextOptions,
): Promise<void> {
  const kinds = new Set(images.map(({ kind }) => kind))
  if ([...kinds].some(hasRuntime)) for (const processor of processors) await stageRuntime(out, processor)
  for (const kind of kinds) await stageServers(join(out, 'servers', kind), servers, kind)
  for (const image of images) {
    const files = project === undefined ? [] : await projectFiles(image, project.folder, project.manifest)
    await stageFiles(join(out, 'models', image.name), files)
    const bill = await imageBill(await Bun.file(billFile(servers, image.kind)).json(), {
      name: `${repository}/${image.name}`,
      version: labels.version,
      base,
      files,
    })
    await Bun.write(join(out, 'sbom', `${image.name}.cdx.json`), bill)
    await writeFile(join(out, `${image.name}.Dockerfile`), dockerfileOf(image, labels, base))
  }
  await makeReadable(out)
}

async function stageRuntime(out: string, processor: Processor) {
  for (const { from, to } of await runtimeFiles(processor)) {
    await copy(from, join(out, 'runtime', processor, to))
  }
}

async function stageServers(out: string, servers: string, kind: Kind) {
  for (const file of await serverFiles(servers, kind)) await copy(join(servers, file), join(out, file))
  if (hasConsole(kind)) await cp(join(servers, 'console'), join(out, 'console'), { recursive: true })
  if (kind === 'generic') await writeFile(join(out, 'server.js'), SERVER)
}

async function stageFiles(out: string, files: readonly ProjectFile[]) {
  for (const file of files) {
    if ('from' in file) await copy(file.from, join(out, file.name))
    else await writeFile(join(out, file.name), file.text)
  }
}

async function copy(from: string, to: string) {
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to)
}

/** Whoever owns the files here, any user may read them in an image, and nobody writes. */
async function makeReadable(path: string) {
  const isFolder = (await lstat(path)).isDirectory()
  if (isFolder) for (const name of await readdir(path)) await makeReadable(join(path, name))
  await chmod(path, isFolder ? 0o755 : 0o444)
}

/** Bytes of the files below a folder. */
export async function sizeOf(path: string): Promise<number> {
  const facts = await lstat(path).catch(() => undefined)
  if (!facts?.isDirectory()) return facts?.size ?? 0
  const sizes = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))))
  return sizes.reduce((sum, size) => sum + size, 0)
}
