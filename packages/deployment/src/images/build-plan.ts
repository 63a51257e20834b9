import { loadManifest, type Manifest } from '@sepal/ensemble'
import { modelsFolder } from '@sepal/model-folder/models-folder'
import { version as sepalVersion } from '../../../../package.json' with { type: 'json' }
import { commitOf, projectField, projectVersion } from '../project.ts'
import { systemNameOf } from '../system-name.ts'
import { BASE } from './base-image.ts'
import { GENERIC, type Image, imagesOf, TOGETHER } from './plan.ts'

/** What is to be built, from what, and under which names. */
export type BuildPlan = {
  base: string
  images: readonly Image[]
  repository: string
  tags: [string, ...string[]]
  revision: string
  license: string | undefined
  project: { folder: string; manifest: Manifest } | undefined
}

/** What the command line says of it. */
type Asked = {
  models?: string | undefined
  repository?: string | undefined
  tag?: string | undefined
  base?: string | undefined
  together: boolean
  generic: boolean
}

/** @throws StartupError, FolderError or ManifestError when the project cannot be read */
export async function planOf(args: Asked): Promise<BuildPlan> {
  const base = args.base ?? BASE
  if (args.generic) {
    // It has nothing of a project but the name that it gets.
    const tag = args.tag ?? sepalVersion
    const repository = args.repository ?? 'sepal'
    return {
      base,
      images: [GENERIC],
      repository,
      tags: [tag],
      revision: 'unknown',
      license: 'MIT',
      project: undefined,
    }
  }
  const folder = await modelsFolder(args.models)
  const manifest = await loadManifest(folder)
  const commit = await commitOf(folder)
  const tag = args.tag ?? (await projectVersion(folder)) ?? 'latest'
  return {
    base,
    images: args.together ? [TOGETHER] : imagesOf(manifest),
    repository: args.repository ?? systemNameOf(manifest),
    tags: commit === undefined || commit === tag ? [tag] : [tag, commit],
    revision: commit ?? 'unknown',
    license: await projectField(folder, 'license'),
    project: { folder, manifest },
  }
}
