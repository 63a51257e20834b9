import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** A folder is none of models: what is missing, and what to do. */
export class FolderError extends Error {
  override name = 'FolderError'
}

/**
 * The folder with `ensemble.json` and the models: the one that is named, else the working folder, else `models` in it.
 * Every command asks here.
 * @returns its absolute path
 * @throws FolderError when there is none, with what to do
 */
export async function modelsFolder(named?: string, cwd = process.cwd()): Promise<string> {
  if (named !== undefined) {
    const folder = resolve(cwd, named)
    await needManifest(folder)
    return folder
  }
  const found = await findModelsFolder(cwd)
  if (found !== undefined) return found
  throw new FolderError(
    `there is no ensemble.json in ${cwd}, nor in models/ there; npx sepal add FILE.onnx writes one, npm create sepal@latest a project, and --models DIR names another folder`,
  )
}

/** The same where nothing is named, or undefined when there is none. */
export async function findModelsFolder(cwd = process.cwd()): Promise<string | undefined> {
  for (const folder of [cwd, join(cwd, 'models')]) if (await hasManifest(folder)) return folder
  return undefined
}

async function needManifest(folder: string): Promise<void> {
  const facts = await stat(folder).catch(() => undefined)
  if (facts === undefined) throw new FolderError(`no such folder: ${folder}`)
  if (!facts.isDirectory()) throw new FolderError(`${folder} is a file, expected the folder that it is in`)
  if (await hasManifest(folder)) return
  const [model = 'FILE.onnx'] = (await readdir(folder)).filter((file) => file.endsWith('.onnx'))
  throw new FolderError(
    `${folder} has no ensemble.json; npx sepal add ${join(folder, model)} --models ${folder} writes one`,
  )
}

async function hasManifest(folder: string): Promise<boolean> {
  const facts = await stat(join(folder, 'ensemble.json')).catch(() => undefined)
  return facts?.isFile() ?? false
}
