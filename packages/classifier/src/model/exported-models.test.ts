import { describe, expect, test } from 'bun:test'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ambiguousExport,
  columnsExport,
  coupledExport,
  externalExport,
  failingExport,
  fixedExport,
  halfExport,
  labelExport,
  localeExport,
  logitsExport,
  multiLabelExport,
  plainExport,
  singleRowExport,
  softmaxOf,
  weightBytes,
  zipMapExport,
} from '@sepal/onnx/testing'
import { plainSignature, rowsOf } from '../../test/rows.ts'
import { ContractError } from './contract-error.ts'
import { type LoadedModel, loadModel } from './load-model.ts'
import { sampleOf } from './plan.ts'
import type { AnswerForm, Signature } from './signature.ts'
import { tryModel } from './trial.ts'

const rows: [number, number][] = [
  [1, 2],
  [-3, 0.5],
  [0, 0],
  [2.5, -1],
]
const expected = rows.map(softmaxOf)

/** What a manifest says of a model with two features and these classes. */
function signatureFor(
  classes: readonly string[],
  changes: Partial<Signature & { logits: boolean }> = {},
): Signature {
  const { logits = false, ...others } = changes
  const answer: AnswerForm = { kind: 'probabilities', classes, isOrderKept: true, logits }
  return { ...plainSignature(2, 3), answer, ...others }
}

/** Loads files as a model, the first of which is it. */
async function withModel<T>(
  files: Record<string, Uint8Array>,
  signature: Signature,
  use: (model: LoadedModel) => Promise<T> | T,
): Promise<T> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sepal-exported-'))
  for (const [name, bytes] of Object.entries(files)) await Bun.write(join(folder.path, name), bytes)
  const model = await loadModel(join(folder.path, Object.keys(files)[0] ?? ''), signature)
  try {
    await tryModel(model, sampleOf(signature))
    return await use(model)
  } finally {
    await model.release()
  }
}

async function answersOf(bytes: Uint8Array, signature: Signature): Promise<number[][]> {
  return withModel({ 'model.onnx': bytes }, signature, (model) => ask(model))
}

async function ask(model: LoadedModel): Promise<number[][]> {
  const { numbers, failed } = await model.predict(rowsOf(...rows.flat()))
  expect(failed).toEqual([])
  const width = numbers.length / rows.length
  return rows.map((_, row) => [...numbers.subarray(row * width, (row + 1) * width)])
}

function expectClose(answers: number[][], wanted: number[][], digits = 6) {
  expect(answers).toHaveLength(wanted.length)
  for (const [row, numbers] of wanted.entries()) {
    for (const [k, value] of numbers.entries()) expect(answers[row]?.[k]).toBeCloseTo(value, digits)
  }
}

async function refusalOf(loading: Promise<unknown>): Promise<ContractError> {
  const error: unknown = await loading.catch((thrown: unknown) => thrown)
  if (error instanceof ContractError) return error
  throw new Error('it was accepted', { cause: error })
}

const abc = ['a', 'b', 'c'] as const
const swapped = expected.map(([a = 0, b = 0, c = 0]) => [c, a, b])

describe('a model as it was exported is answered right', () => {
  test.each<[string, Uint8Array, number[][]]>([
    ['a matrix without names', plainExport(), expected],
    ['ZipMap', zipMapExport([...abc]), expected],
    ['ZipMap of float64', zipMapExport([...abc], 'double'), expected],
    ['an output a class', columnsExport(abc), expected],
    ['a batch of one', fixedExport(), expected],
    ['a batch of sixteen', fixedExport(16), expected],
    ['a batch of one that goes wrong with more', singleRowExport(), expected],
    ['a label beside the probabilities', labelExport([...abc]), expected],
  ])('%s', async (_, bytes, wanted) => {
    expectClose(await answersOf(bytes, signatureFor(abc)), wanted)
  })

  test('its classes in the order of the manifest, matched by name', async () => {
    for (const bytes of [zipMapExport([...abc]), columnsExport(abc), labelExport([...abc])]) {
      expectClose(await answersOf(bytes, signatureFor(['c', 'a', 'b'])), swapped)
    }
  })

  test('its classes by place when it counts them', async () => {
    const notes = await withModel(
      { 'model.onnx': zipMapExport(['0', '1', '2']) },
      signatureFor(abc),
      async (model) => {
        expectClose(await ask(model), expected)
        return model.notes
      },
    )
    expect(notes.at(-1)).toBe('it counts its classes, taken by place: 0 is a, 1 is b, 2 is c')
  })

  test('logits where the manifest says so', async () => {
    expectClose(await answersOf(logitsExport(), signatureFor(abc, { logits: true })), expected)
  })

  test('the output that the manifest names', async () => {
    expectClose(await answersOf(ambiguousExport(), signatureFor(abc, { output: 'probabilities' })), expected)
  })

  test('float16', async () => {
    const answers = await answersOf(halfExport(), { ...signatureFor(['a', 'b']) })
    const wanted = rows.map(([x, y]) => [1 / (1 + Math.exp(y - x)), 1 / (1 + Math.exp(x - y))])
    expectClose(answers, wanted, 2)
  })

  test('weights in a file beside it, which are part of its SHA-256', async () => {
    const shaOf = (weights: Uint8Array) =>
      withModel(
        { 'model.onnx': externalExport(), 'weights.bin': weights },
        signatureFor(abc),
        ({ sha256 }) => sha256,
      )
    const other = weightBytes()
    new Float32Array(other.buffer)[0] = 2
    expect(await shaOf(weightBytes())).not.toBe(await shaOf(other))
    await withModel(
      { 'model.onnx': externalExport(), 'weights.bin': weightBytes() },
      signatureFor(abc),
      async (model) => expectClose(await ask(model), expected),
    )
  })

  test('text that wants a locale which this machine lacks', async () => {
    const signature: Signature = {
      ...plainSignature(1, 2),
      columns: [{ name: 'note', kind: 'text', values: [], mayBeMissing: true }],
      answer: { kind: 'label', classes: ['0', '1'] },
      sample: { numbers: [0], texts: ['YES'] },
    }
    await withModel({ 'model.onnx': localeExport() }, signature, async (model) => {
      expect(model.repairs[0]).toMatch(/^text is normalized by the locale C\.?/)
      const numbers = Float32Array.of(2, 1, 0, Number.NaN)
      const answer = await model.predict({ numbers, texts: ['No', 'YES', 'nO'] })
      expect([...answer.numbers]).toEqual([1, 0, 1, Number.NaN])
      expect(answer.failed).toEqual([{ row: 3, detail: 'the model gave the label "-1", which is no class' }])
    })
  })
})

describe('a model is refused', () => {
  test.each<[string, Uint8Array, Signature, Partial<Record<'expected' | 'found' | 'advice', RegExp>>]>([
    [
      'two outputs that fit',
      ambiguousExport(),
      signatureFor(abc),
      { found: /^2 that fit/, advice: /"output": "scores" or "output": "probabilities"/ },
    ],
    [
      'classes that contradict the manifest',
      zipMapExport(['a', 'b', 'd']),
      signatureFor(abc),
      { expected: /"a", "b", "c"/, found: /"a", "b", "d"/ },
    ],
    [
      'several decisions a row',
      multiLabelExport(),
      signatureFor(abc),
      { found: /label: int64 .*: 3 at once/, advice: /export a model for each/ },
    ],
    [
      'probabilities of classes that do not exclude each other',
      multiLabelExport(),
      signatureFor(abc, { output: 'probabilities' }),
      { found: /add up to/, advice: /multi-label/ },
    ],
    ['logits for probabilities', logitsExport(), signatureFor(abc), { advice: /"logits": {}/ }],
    [
      'probabilities for logits',
      plainExport(),
      signatureFor(abc, { logits: true }),
      { found: /add up to 1 already/, advice: /remove "logits"/ },
    ],
    [
      'rows that depend on each other',
      coupledExport(),
      signatureFor(abc),
      { found: /^a row gets .* alone and .* among others/ },
    ],
    [
      'an output that it does not have',
      plainExport(),
      signatureFor(abc, { output: 'nothing' }),
      { expected: /called "nothing"/, found: /probabilities: float32 \[N, 3\]/ },
    ],
    [
      'classes whose order JSON loses, and which it does not name',
      plainExport(),
      {
        ...signatureFor(abc),
        answer: { kind: 'probabilities', classes: ['1', '2', '10'], isOrderKept: false, logits: false },
      },
      { expected: /order/ },
    ],
    ['weights that are not there', externalExport(), signatureFor(abc), { found: /^no such file$/ }],
  ])('for %s', async (_, bytes, signature, says) => {
    const refusal = await refusalOf(withModel({ 'model.onnx': bytes }, signature, () => {}))
    for (const [field, pattern] of Object.entries(says))
      expect(refusal).toHaveProperty(field, expect.stringMatching(pattern))
  })
})

describe('a row that the model cannot answer', () => {
  const list: Signature = {
    ...plainSignature(1, 2),
    answer: { kind: 'value' },
    sample: { numbers: [0], texts: [] },
  }

  test('fails alone, whether the model throws or gives NaN', async () => {
    await withModel({ 'model.onnx': failingExport() }, list, async (model) => {
      const places = [0, 9, 1, 3, 2, 7, 0]
      const { numbers, failed } = await model.predict(rowsOf(...places))
      expect([...numbers]).toEqual([10, Number.NaN, 11, Number.NaN, 12, Number.NaN, 10])
      expect(failed.map(({ row }) => row)).toEqual([1, 3, 5])
      expect(failed[0]?.detail).toStartWith('the model fails on this row: ')
      expect(failed[0]?.detail).not.toContain('onnxruntime')
      expect(failed[1]?.detail).toBe('the model gave NaN, expected a finite number')
    })
  })
})
