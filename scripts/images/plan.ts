import { classifierNames, type Manifest } from '@sepal/ensemble'
import { StartupError } from '@sepal/server'

const PROXY = 'proxy'

/** What the Dockerfiles build on. */
export const BASE = 'oven/bun:1.4.5-slim'

/** One image: what it is called, and what its Dockerfile is told. */
export type Image = {
  /** the classifier's, or `proxy` */
  name: string
  dockerfile: string
  arguments: Readonly<Record<string, string>>
}

/** What Docker takes as the last part of an image's name. */
const IMAGE_NAME = /^[a-z0-9]+(?:(?:_|__|-+)[a-z0-9]+)*$/

/**
 * The images of an ensemble, the proxy's last.
 * @param models folder of the manifest, relative to the root of the repository
 * @throws StartupError when a classifier's name cannot be an image's
 */
export function imagesOf(manifest: Manifest, models: string): Image[] {
  const classifiers = classifierNames(manifest).map((name): Image => {
    if (!IMAGE_NAME.test(name)) {
      throw new StartupError(
        `the classifier "${name}" cannot give an image its name: Docker takes single "-" and "_" between others`,
      )
    }
    const { model = '', port = 0 } = manifest.classifiers[name] ?? {}
    return {
      name,
      dockerfile: 'docker/classifier.Dockerfile',
      arguments: { CLASSIFIER: name, MODEL: model, MODELS: models, PORT: String(port) },
    }
  })
  return [
    ...classifiers,
    { name: PROXY, dockerfile: 'docker/proxy.Dockerfile', arguments: { MODELS: models } },
  ]
}
