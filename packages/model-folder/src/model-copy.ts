import { copyFile, mkdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ContractError, readModelSource } from '@sepal/classifier/model'
import type { OnnxModel } from '@sepal/onnx'
import { AddError } from './add-error.ts'

/** @throws AddError when it is no model, or its weights are not there */
async function openFile(file: string): Promise<OnnxModel> {
  const facts = await stat(file).catch(() => undefined)
  if (facts === undefined) throw new AddError(`no such file: ${file}`)
  if (facts.isDirectory()) throw new AddError(`${file} is a folder, expected a model: FILE.onnx`)
  if (!file.endsWith('.onnx')) throw new AddError(`${file} is no .onnx file; export the model as ONNX`)
  try {
    return (await readModelSource(file)).onnx
  } catch (error) {
    if (!(error instanceof ContractError)) throw error
    const { expected, found, advice } = error
    const next = advice === undefined ? '' : `; ${advice}`
    throw new AddError(`${file} cannot be read: expected ${expected}, found ${found}${next}`, {
      cause: error,
    })
  }
}

/** A model that is in the folder. */
export type Brought = {
  /** where it came from */
  file: string
  /** its name in the folder */
  model: string
  onnx: OnnxModel
  copies: readonly string[]
}

/** @throws AddError for a file that is no model, or one whose name is taken */
export async function bring(file: string, folder: string): Promise<Brought> {
  const onnx = await openFile(file)
  return { file, model: basename(file), onnx, copies: await bringModel(file, folder, onnx) }
}

/**
 * Copies a model and the files with its weights into the folder, unless they are there.
 * @returns the copies
 */
async function bringModel(file: string, folder: string, { externalFiles }: OnnxModel): Promise<string[]> {
  const from = dirname(resolve(file))
  if (from === resolve(folder)) return []
  const copies: string[] = []
  for (const name of [basename(file), ...externalFiles]) {
    const to = join(folder, name)
    if (await Bun.file(to).exists()) throw new AddError(`${to} is there already; rename one of the two files`)
    await mkdir(dirname(to), { recursive: true })
    await copyFile(join(from, name), to)
    copies.push(to)
  }
  return copies
}
