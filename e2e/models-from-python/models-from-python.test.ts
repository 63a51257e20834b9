import { describe, expect, test } from 'bun:test'
import { RunningClassifier } from '@sepal/classifier/testing/running-classifier'
import {
  type Case,
  CaseFolder,
  caseNames,
  casesFolder,
  flags,
  outputsOf,
  readCase,
  worstDifference,
} from './case.ts'

/**
 * Models as Python's exporters wrote them, and the predictions of their libraries: each is served under the manifest
 * that a user would write. The folder is not part of this repository; each repair is tested beside its code.
 */
const names = caseNames()
if (names.length === 0) console.warn(`skipped: no models from Python in ${casesFolder} (MODELS_FROM_PYTHON)`)

const cases = await Promise.all(names.map(async (name) => ({ name, read: await readCase(name) })))
const singles = cases.flatMap(({ name, read }) =>
  outputsOf(read).map(({ entry, answers }) => ({ name, read, entry, answers, kind: Object.keys(entry)[0] })),
)
const ensembles = cases.filter(({ read }) => read.parts !== undefined)

/** A real classifier's answers to the rows of a case. */
async function answersOf(
  name: string,
  read: Pick<Case, 'features' | 'rows'>,
  entry: object,
): Promise<unknown[]> {
  await using folder = await CaseFolder.write(name, read, {
    classifiers: { model: { model: 'model.onnx', port: 8000, ...entry } },
  })
  await using classifier = await RunningClassifier.start('model', { folder: folder.path })
  const response = await classifier.post('/predict', JSON.stringify({ rows: read.rows }))
  const { prediction, detail }: { prediction?: unknown[]; detail?: string } = Object(await response.json())
  if (prediction === undefined) throw new Error(`${response.status}: ${detail}`)
  return prediction
}

function expectWithin(name: string, worst: number, tolerance: number) {
  console.log(`${name}: worst difference ${worst}, tolerance ${tolerance}`)
  expect(worst).toBeLessThanOrEqual(tolerance)
}

test.skipIf(singles.length === 0).each(singles)(
  '$name answers its $kind as Python does',
  async ({ name, read, entry, answers }) => {
    expectWithin(name, worstDifference(await answersOf(name, read, entry), answers), read.tolerance)
  },
)

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[], weights: readonly number[]) =>
  sum(values.map((value, i) => value * (weights[i] ?? 0))) / sum(weights)
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const numbers = (answer: unknown): number[] => [answer].flat().map(Number)

describe('the members of an ensemble, combined as scikit-learn does, give its prediction', () => {
  test.skipIf(ensembles.length === 0).each(ensembles)('$name', async ({ name, read }) => {
    const { expected, parts = {}, rows, tolerance } = read
    const files = Object.keys(parts)
    const isStack = expected.kind === 'probabilities'
    const output = expected.classes ? { probabilities: flags(expected.classes) } : { value: {} }
    const base = isStack ? files.slice(0, -1) : files
    const answers = await Promise.all(
      base.map(async (model) => (await answersOf(name, read, { ...output, model })).map(numbers)),
    )
    const atRow = (row: number, column = 0) => answers.map((answer) => answer[row]?.[column] ?? Number.NaN)
    if (isStack) {
      const features = base.map((file) => ({ name: file, type: 'number' as const }))
      // The final model takes the probability of the second class of each.
      const stacked = rows.map((_, row) =>
        Object.fromEntries(base.map((file, i) => [file, atRow(row, 1)[i] ?? 0])),
      )
      const final = await answersOf(name, { features, rows: stacked }, { ...output, model: files.at(-1) })
      expectWithin(name, worstDifference(final, expected.probabilities ?? []), tolerance)
      return
    }
    const { weights = [], soft_weights = [], classes = [] } = expected
    const made = {
      weighted_mean: rows.map((_, row) => mean(atRow(row), weights)),
      median: rows.map((_, row) => median(atRow(row))),
      soft_probabilities: rows.map((_, row) => classes.map((_, k) => mean(atRow(row, k), soft_weights))),
    }
    for (const what of ['weighted_mean', 'median', 'soft_probabilities'] as const) {
      const wanted = expected[what]
      if (wanted) expectWithin(`${name}, ${what}`, worstDifference(made[what], wanted), tolerance)
    }
  })
})
