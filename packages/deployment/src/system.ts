import { relative } from 'node:path'
import { loadManifest } from '@sepal/ensemble'
import { modelsFolder } from '@sepal/model-folder/models-folder'
import { projectVersion } from './project.ts'
import { type Service, servicesOf } from './services.ts'
import { systemNameOf } from './system-name.ts'

/** What the options say of it; what they leave out follows from the ensemble. */
export type SystemOptions = { models?: string; name?: string; repository?: string; tag?: string }

/** Everything that the files for Docker and Kubernetes are made from. */
export type System = {
  name: string
  /** the images are `<repository>/<name>:<tag>` */
  repository: string
  tag: string
  services: readonly Service[]
}

/**
 * @throws FolderError without a folder of models; ManifestError for a manifest that contradicts itself; StartupError
 * for a model that is missing
 */
export async function systemOf({ models, name, repository, tag }: SystemOptions): Promise<System> {
  const folder = await modelsFolder(models)
  const manifest = await loadManifest(folder)
  const system = name ?? systemNameOf(manifest)
  return {
    name: system,
    repository: repository ?? system,
    tag: tag ?? (await projectVersion(folder)) ?? 'latest',
    services: await servicesOf(folder, manifest),
  }
}

/** A command as it can be typed again: the options that were given, folders relative to the working directory. */
export function typed(
  command: string,
  given: Readonly<Record<string, string | boolean | undefined>>,
): string {
  const words = Object.entries(given).flatMap(([option, value]) => {
    if (value === undefined || value === false) return []
    return value === true ? [`--${option}`] : [`--${option}`, quoted(value)]
  })
  return [command, ...words].join(' ')
}

/** A path as the head of a file shows it: the same on every machine. */
export function fromHere(path: string | undefined): string | undefined {
  return path === undefined ? undefined : relative('.', path) || '.'
}

function quoted(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
