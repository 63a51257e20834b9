import { type Manifest, servedEntries } from '@sepal/ensemble'
import { StartupError } from '@sepal/server'
import { packageManager } from '../../../../package.json' with { type: 'json' }

const PROXY = 'proxy'
const TOGETHER = 'together'

/** The image that the Dockerfiles build on, of the Bun that package.json names. */
export const BASE = `oven/bun:${packageManager.replace('bun@', '')}-slim`

/** One image: its name and the arguments of its Dockerfile. */
export type Image = {
  /** the classifier's, `proxy`, or `together` */
  name: string
  dockerfile: string
  arguments: Readonly<Record<string, string>>
}

/** What the last part of an image's name may be. */
const IMAGE_NAME = /^[a-z0-9]+(?:(?:_|__|-+)[a-z0-9]+)*$/

/**
 * The images of an ensemble, the proxy's last.
 * @param models folder of the manifest, relative to the root of the repository
 * @throws StartupError when a classifier's name cannot name an image
 */
export function imagesOf(manifest: Manifest, models: string): Image[] {
  const classifiers = Object.entries(servedEntries(manifest)).map(([name, { port }]): Image => {
    if (!IMAGE_NAME.test(name)) {
      throw new StartupError(
        `the classifier "${name}" cannot name an image: "-" and "_" may only stand singly, between letters or digits`,
      )
    }
    return {
      name,
      dockerfile: 'docker/classifier.Dockerfile',
      arguments: { CLASSIFIER: name, MODELS: models, PORT: String(port) },
    }
  })
  return [
    ...classifiers,
    { name: PROXY, dockerfile: 'docker/proxy.Dockerfile', arguments: { MODELS: models } },
  ]
}

/** The one image that runs the proxy and all classifiers in one process. */
export function imageTogether(models: string): Image {
  return { name: TOGETHER, dockerfile: 'docker/together.Dockerfile', arguments: { MODELS: models } }
}
