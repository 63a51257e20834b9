import { expect, test } from 'bun:test'
import { RunningClassifier } from '@sepal/classifier/testing/running-classifier'
import {
  type Case,
  CaseFolder,
  caseNames,
  casesFolder,
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
