import { basename, join } from 'node:path'
import { type Manifest, modulePathOf, servedEntries } from '@sepal/ensemble'
import { loadModelCards } from '@sepal/proxy/model-cards'
import { StartupError } from '@sepal/server/startup-error'
import { filesOf } from '../services.ts'
import type { Image } from './plan.ts'

/** A file of an image's models folder: the one that it is a copy of, or its text. */
export type ProjectFile = { name: string; from: string } | { name: string; text: string }

/**
 * The files that an image has of a project: a classifier its own model, weights and golden rows; the proxy the module
 * that decides, the models' cards and the data that they name, and no model.
 * @throws StartupError when one is missing, or the module that decides cannot be bundled
 */
export async function projectFiles(
  { name, kind }: Image,
  folder: string,
  manifest: Manifest,
): Promise<ProjectFile[]> {
  if (kind === 'generic') return []
  const names = kind === 'classifier' ? [name] : kind === 'proxy' ? [] : Object.keys(servedEntries(manifest))
  const models = await Promise.all(names.map((classifier) => filesOf(folder, manifest, classifier)))
  const copies = new Set(['ensemble.json', ...models.flat()])
  const files = [...copies].map((file) => ({ name: file, from: join(folder, file) }))
  return kind === 'classifier' ? files : [...files, ...(await decidingFiles(folder, manifest))]
}

async function decidingFiles(folder: string, manifest: Manifest): Promise<ProjectFile[]> {
  const { cards, trainingData } = await loadModelCards(folder, manifest)
  const names = [...[...cards.keys()].map((name) => `${name}.card.json`), ...trainingData.keys()]
  const module = modulePathOf(manifest.combine)
  return [
    ...names.map((name) => ({ name, from: join(folder, name) })),
    ...(module === undefined ? [] : [await decidingModule(folder, basename(module))]),
  ]
}

/** The module as it is if it imports nothing, else in one piece with what it imports. */
async function decidingModule(folder: string, name: string): Promise<ProjectFile> {
  const from = join(folder, name)
  const file = Bun.file(from)
  if (!(await file.exists())) {
    throw new StartupError(`combine is "./${name}", and there is no such file beside ensemble.json`)
  }
  const { logs, outputs, success } = await Bun.build({ entrypoints: [from], target: 'bun', throw: false })
  const [bundled] = outputs
  if (!success || bundled === undefined || outputs.length > 1) {
    const why = logs.map(({ message }) => message).join('; ') || 'it is more than one file'
    throw new StartupError(`./${name} cannot be put into an image: ${why}`)
  }
  const loader = /\.[cm]?ts$/.test(name) ? 'ts' : 'js'
  const { imports } = new Bun.Transpiler({ loader }).scan(await file.text())
  return imports.length === 0 ? { name, from } : { name, text: await bundled.text() }
}
