import { describe, expect, test } from 'bun:test'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { linearModel } from '../../test/edited-model.ts'
import { misfitAnswers, misfits } from '../../test/misfits.ts'
import { irisFolder } from '../../test/model-folder.ts'
import { plainSignature, rowsOf } from '../../test/rows.ts'
import { ContractError } from './contract-error.ts'
import { loadModel } from './load-model.ts'
import type { Model } from './model.ts'
import { sampleOf } from './plan.ts'
import type { Signature } from './signature.ts'
import { tryModel } from './trial.ts'

const sample = [5.1, 3.5, 1.4, 0.2]
const iris = plainSignature(4, 2, sample)

/** Loads bytes as a model and hands it to `use`. */
async function withModel<T>(
  bytes: Uint8Array,
  signature: Signature,
  use: (model: Model) => Promise<T>,
): Promise<T> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sepal-model-'))
  const path = join(folder.path, 'setosa.onnx')
  await Bun.write(path, bytes)
  const model = await loadModel(path, signature)
  try {
    return await use(model)
  } finally {
    await model.release()
  }
}

async function refusalOf(loading: Promise<unknown>): Promise<ContractError> {
  const error: unknown = await loading.catch((thrown: unknown) => thrown)
  if (error instanceof ContractError) return error
  throw new Error('it was accepted', { cause: error })
}

describe('loadModel', () => {
  test.each(misfits)('refuses $what', async ({ bytes, expected, found }) => {
    const refusal = await refusalOf(withModel(bytes, iris, async () => {}))
    expect(refusal.expected).toBe(expected)
    expect(refusal.found).toEqual(typeof found === 'string' ? found : expect.stringMatching(found))
  })

  test('names the file that is not there', async () => {
    const { expected, found } = await refusalOf(loadModel('/nowhere/rose.onnx', iris))
    expect([expected, found]).toEqual(['a model at /nowhere/rose.onnx', 'no such file'])
  })

  test('finds input and output by what they are', async () => {
    const { file, inputs, output } = await withModel(
      linearModel(3, 5),
      plainSignature(3, 5),
      async (model) => model,
    )
    expect([file, inputs, output]).toEqual([
      'setosa.onnx',
      ['input: float32 [N, 3]'],
      'output_probability: float32 [N, 5]',
    ])
  })

  test('identifies the model by its bytes', async () => {
    const path = join(irisFolder, 'setosa.onnx')
    const model = await loadModel(path, iris)
    await model.release()
    const bytes = await Bun.file(path).bytes()
    expect(model.sha256).toBe(new Bun.CryptoHasher('sha256').update(bytes).digest('hex'))
  })

  test('answers each row with its classes', async () => {
    const { numbers } = await withModel(linearModel(2, 3), plainSignature(2, 3), (model) =>
      model.predict(rowsOf(1, 2, 3, 4)),
    )
    expect(numbers).toHaveLength(6)
    // All weights of a feature are equal, so only the biases 0, 1, 2 tell the classes apart.
    const softmax = [0, 1, 2].map((bias) => Math.exp(bias) / (1 + Math.E + Math.E ** 2))
    for (const [i, proba] of [...softmax, ...softmax].entries()) expect(numbers[i]).toBeCloseTo(proba, 6)
  })
})

describe('tryModel', () => {
  test.each(misfitAnswers)('refuses a model that answers $what', async ({ bytes, expected, found }) => {
    const refusal = await refusalOf(withModel(bytes, iris, (model) => tryModel(model, sampleOf(iris))))
    expect(refusal.expected).toBe(expected)
    expect(refusal.found).toEqual(typeof found === 'string' ? found : expect.stringMatching(found))
  })

  test('gives the sample’s probabilities and how long a row takes', async () => {
    const trial = await withModel(linearModel(4, 2), iris, (model) => tryModel(model, rowsOf(...sample)))
    expect(trial.prediction).toHaveLength(2)
    expect(trial.p50Ms).toBeGreaterThan(0)
  })
})
