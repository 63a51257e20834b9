import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { classifierFiles } from '@sepal/classifier/files'
import { type Manifest, servedEntries, serviceVariable } from '@sepal/ensemble'
import { StartupError } from '@sepal/server/startup-error'

/** A service that serves one model: a classifier, or the final model of a stack. */
export type Service = {
  name: string
  /** that it listens on */
  port: number
  /** the proxy's variable with its addresses */
  variable: string
  /** of the model and its weights */
  modelBytes: number
}

/**
 * Every service of an ensemble but the proxy.
 * @throws StartupError when the file of a model is missing or is no model
 */
export function servicesOf(folder: string, manifest: Manifest): Promise<Service[]> {
  return Promise.all(
    Object.entries(servedEntries(manifest)).map(async ([name, { port, golden }]) => {
      const files = await filesOf(folder, manifest, name)
      const sizes = await Promise.all(
        files.filter((file) => file !== golden).map(async (file) => (await stat(join(folder, file))).size),
      )
      const modelBytes = sizes.reduce((sum, size) => sum + size, 0)
      return { name, port, variable: serviceVariable(name), modelBytes }
    }),
  )
}

/** The files that a service needs beside `ensemble.json`. @throws StartupError that names it and says what to do */
export async function filesOf(folder: string, manifest: Manifest, name: string): Promise<string[]> {
  try {
    return await classifierFiles(folder, manifest, name)
  } catch (error) {
    if (!(error instanceof StartupError)) throw error
    throw new StartupError(`${name}: ${error.message}
  sepal check shows all models; put the file there, or correct "model" in ensemble.json`)
  }
}
