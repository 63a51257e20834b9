import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { loadManifest } from '@sepal/ensemble'
import { ModelProtoSchema } from 'onnx-buf'
import iris from '../../../../models/ensemble.json' with { type: 'json' }
import { irisFolder, ModelFolder } from '../../test/model-folder.ts'
import { ContractError } from './contract-error.ts'
import { openClassifier } from './open-classifier.ts'

const { setosa } = iris.classifiers
const manifest = {
  ...iris,
  classifiers: { setosa: { ...setosa, golden: 'setosa.golden.json' } },
  combine: { 'one-vs-rest': {} },
}
const rows = [iris.sample, { ...iris.sample, petal_length: 5 }]

/** A folder with iris' own model and these golden rows. */
async function folderWith(golden: unknown, edit = (bytes: Uint8Array) => bytes) {
  const bytes = edit(await Bun.file(join(irisFolder, setosa.model)).bytes())
  const text = typeof golden === 'string' ? golden : JSON.stringify(golden)
  return ModelFolder.write(manifest, {
    [setosa.model]: bytes,
    'setosa.golden.json': new TextEncoder().encode(text),
  })
}

async function open(folder: ModelFolder) {
  const opened = await openClassifier(folder.path, await loadManifest(folder.path), 'setosa')
  await opened.model.release()
  return opened
}

async function refusalOf(opening: Promise<unknown>): Promise<ContractError> {
  const error: unknown = await opening.catch((thrown: unknown) => thrown)
  if (error instanceof ContractError) return error
  throw new Error('it was accepted', { cause: error })
}

/** What the model answers. */
const expected = await (async () => {
  await using folder = await folderWith({ rows: [iris.sample], expected: [[0, 1]], tolerance: 1 })
  const { model, codec } = await openClassifier(folder.path, await loadManifest(folder.path), 'setosa')
  const encoded = codec.encodeNamed(rows)
  const { numbers } = await model.predict({ numbers: Float32Array.from(encoded.rows.flat()), texts: [] })
  await model.release()
  return [[...numbers.subarray(0, 2)], [...numbers.subarray(2)]]
})()
const [first = [], second = []] = expected

describe('golden rows', () => {
  test.each<[string, unknown[]]>([
    ['as lists', [first, second]],
    ['by class, in any order', expected.map(([is, isNot]) => ({ rest: isNot, setosa: is }))],
  ])('that agree let the model serve: %s', async (_, answers) => {
    await using folder = await folderWith({ rows, expected: answers })
    expect((await open(folder)).golden).toMatchObject({ rows: 2, worst: 0 })
  })

  test('that differ show the row, what was expected and what was found', async () => {
    await using folder = await folderWith({ rows, expected: [first, [0.5, 0.5]] })
    const refusal = await refusalOf(open(folder))
    expect(refusal.expected).toBe('[0.5,0.5] for row 1 of setosa.golden.json')
    expect(refusal.found).toStartWith(`[${second[0]},${second[1]}], off by `)
    expect(refusal.found).toContain('; 1 of 2 rows differ, the worst by ')
  })

  // Such a file loads, and its answers look as right as before.
  test('refuse a model whose file was changed', async () => {
    await using folder = await folderWith({ rows, expected, tolerance: 1e-6 }, (bytes) => changed(bytes))
    expect((await refusalOf(open(folder))).expected).toEndWith('of setosa.golden.json')
  })

  test.each<[string, unknown, RegExp]>([
    ['not JSON', '{', /JSON/],
    ['of another form', { rows, answers: [] }, /./],
    ['with a row too many', { rows, expected: [first] }, /^2 rows, 1 answers$/],
    ['with an answer of another width', { rows: [iris.sample], expected: [[1]] }, /./],
    ['with an unknown class', { rows: [iris.sample], expected: [{ setosa: 1, other: 0 }] }, /./],
    [
      'with a value of another kind',
      { rows: [{ ...iris.sample, petal_width: 'x' }], expected: [first] },
      /^"x"$/,
    ],
  ])('are refused when they are %s', async (_, golden, found) => {
    await using folder = await folderWith(golden)
    expect((await refusalOf(open(folder))).found).toMatch(found)
  })
})

/** The model with one of its weights a tenth larger. */
function changed(bytes: Uint8Array): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes)
  const weights = model.graph?.node
    .flatMap(({ attribute }) => attribute)
    .find(({ name }) => name === 'coefficients')
  if (weights === undefined) throw new Error('a model without coefficients')
  weights.floats = weights.floats.map((value, i) => (i === 0 ? value * 1.1 : value))
  return toBinary(ModelProtoSchema, model)
}
