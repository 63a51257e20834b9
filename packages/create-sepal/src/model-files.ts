import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CreateError } from './create-error.ts'

/**
 * The models that `--from` names, in the order of their names.
 * @param from a folder, or files with commas between them
 * @throws CreateError where there is none
 */
export async function modelFiles(from: string): Promise<string[]> {
  // A name may have a comma in it.
  const places = (await exists(from)) ? [from] : from.split(',')
  return (await Promise.all(places.map(modelsAt))).flat()
}

async function modelsAt(place: string): Promise<string[]> {
  const facts = await stat(place).catch(() => undefined)
  if (facts === undefined) throw new CreateError(`no such file or folder: ${place}`)
  if (!facts.isDirectory()) {
    if (place.endsWith('.onnx')) return [place]
    throw new CreateError(`${place} is no .onnx file; export the model as ONNX`)
  }
  const names = (await readdir(place)).filter((name) => name.endsWith('.onnx')).toSorted()
  if (names.length === 0) throw new CreateError(`${place} has no .onnx file; export the models as ONNX`)
  return names.map((name) => join(place, name))
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
