import { realpath } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { ModelFileError, type OnnxModel, openModel } from '@sepal/onnx'
import { ContractError } from './contract-error.ts'

/** A file with weights, by the name that the model knows it by. */
export type WeightFile = { path: string; data: Uint8Array }

/** A model as it lies in its folder. */
export type ModelSource = { file: string; sha256: string; onnx: OnnxModel; weights: WeightFile[] }

/**
 * Reads a model and the files with its weights.
 * @throws ContractError when one is missing, is not what it should be, or lies outside the folder
 */
export async function readModelSource(path: string): Promise<ModelSource> {
  const file = Bun.file(path)
  if (!(await file.exists())) throw new ContractError(`a model at ${path}`, 'no such file')
  const bytes = await file.bytes()
  const hasher = new Bun.CryptoHasher('sha256').update(bytes)
  const onnx = open(bytes, path)
  const weights: WeightFile[] = []
  for (const name of onnx.externalFiles) {
    const data = await readWeights(dirname(path), name, basename(path))
    hasher.update(data)
    weights.push({ path: name, data })
  }
  return { file: basename(path), sha256: hasher.digest('hex'), onnx, weights }
}

function open(bytes: Uint8Array, path: string): OnnxModel {
  try {
    return openModel(bytes)
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error
    throw new ContractError(`an ONNX model in ${basename(path)}`, error.message, { cause: error })
  }
}

async function readWeights(folder: string, name: string, model: string): Promise<Uint8Array> {
  const expected = `the weights of ${model} in ${name}, beside it`
  const file = Bun.file(join(folder, name))
  if (!(await file.exists())) {
    throw new ContractError(expected, 'no such file', { advice: `copy ${name} into the folder of ${model}` })
  }
  // A symbolic link must not lead where a path may not.
  const [inside, real] = await Promise.all([realpath(folder), realpath(join(folder, name))])
  if (!real.startsWith(inside + sep))
    throw new ContractError(expected, `a link to ${real}, outside the folder`)
  return file.bytes()
}
