import { describe, expect, test } from 'bun:test'
import { parse } from 'node:path'
import { loadManifest } from '@sepal/ensemble'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import { type Case, CaseFolder, caseNames, casesFolder, flags, readCase, worstDifference } from './case.ts'

/**
 * Ensembles of models from Python, served as a whole: real classifiers behind a real proxy, and what scikit-learn's own
 * VotingClassifier, VotingRegressor and StackingClassifier make of the same parts. The folder is not part of this
 * repository; the strategies one by one are tested beside their code.
 */
const names = caseNames()
if (names.length === 0) console.warn(`skipped: no models from Python in ${casesFolder} (MODELS_FROM_PYTHON)`)
const cases = await Promise.all(names.map(async (name) => ({ name, read: await readCase(name) })))

/** How near the whole must be to scikit-learn's, relative to a probability or to a value as large as the first. */
const TOLERANCE = 1e-5
const partNames = ({ parts = {} }: Case) => Object.keys(parts).map((file) => parse(file).name)

/** The decisions of the whole ensemble for the rows of a case. */
async function decisionsOf(name: string, read: Case, entry: Entry): Promise<Record<string, unknown>[]> {
  const { combine, output, base = partNames(read) } = entry
  const classifiers = base.map((part, i) => [part, { model: `${part}.onnx`, port: 8000 + i, ...output }])
  await using folder = await CaseFolder.write(name, read, {
    classifiers: Object.fromEntries(classifiers),
    combine,
  })
  const manifest = await loadManifest(folder.path)
  await using ensemble = await RunningEnsemble.start(manifest, folder.path)
  const route = 'value' in output ? 'value' : 'label'
  const response = await ensemble.proxy.post(`/predict/${route}/batch`, JSON.stringify({ rows: read.rows }))
  const { prediction, detail }: { prediction?: Record<string, unknown>[]; detail?: string } = Object(
    JSON.parse(await response.text()),
  )
  if (prediction === undefined) throw new Error(`${response.status}: ${detail}`)
  return prediction
}
type Entry = { combine: object; output: object; base?: readonly string[] }

function expectNear(answers: readonly unknown[], expected: readonly unknown[], scale = 1) {
  expect(worstDifference(answers, expected)).toBeLessThanOrEqual(TOLERANCE * scale)
}
const weightsOf = (read: Case, weights: readonly number[] = []) =>
  Object.fromEntries(partNames(read).map((part, i) => [part, weights[i]]))

const voting = cases.filter(({ read }) => read.expected.soft_probabilities)
describe('voting as scikit-learn does', () => {
  test.skipIf(voting.length === 0).each(voting)('$name, soft with weights', async ({ name, read }) => {
    const { classes = [], soft_probabilities = [], soft_weights, soft_labels } = read.expected
    const combine = { 'soft-vote': { weights: weightsOf(read, soft_weights) } }
    const decisions = await decisionsOf(name, read, { combine, output: { probabilities: flags(classes) } })
    const probabilities = decisions.map((decision) =>
      classes.map((label) => Object(decision.probabilities)[label]),
    )
    expectNear(probabilities, soft_probabilities)
    expect<unknown>(decisions.map(({ label }) => label)).toEqual(soft_labels)
  })

  test.skipIf(voting.length === 0).each(voting)('$name, hard', async ({ name, read }) => {
    const { classes = [], hard_labels } = read.expected
    const combine = { 'hard-vote': {} }
    const decisions = await decisionsOf(name, read, { combine, output: { probabilities: flags(classes) } })
    expect<unknown>(decisions.map(({ label }) => label)).toEqual(hard_labels)
  })
})

const averaging = cases.filter(({ read }) => read.expected.weighted_mean)
describe('averaging as scikit-learn does', () => {
  test.skipIf(averaging.length === 0).each(averaging)('$name', async ({ name, read }) => {
    const { weighted_mean = [], median = [], weights } = read.expected
    const scale = Math.max(...weighted_mean.map(Math.abs))
    const output = { value: {} }
    const means = await decisionsOf(name, read, {
      combine: { mean: { weights: weightsOf(read, weights) } },
      output,
    })
    expectNear(
      means.map(({ value }) => value),
      weighted_mean,
      scale,
    )
    const medians = await decisionsOf(name, read, { combine: { median: {} }, output })
    expectNear(
      medians.map(({ value }) => value),
      median,
      scale,
    )
  })
})

const stacking = cases.filter(({ read }) => read.parts && read.expected.kind === 'probabilities')
describe('stacking as scikit-learn does', () => {
  test.skipIf(stacking.length === 0).each(stacking)('$name', async ({ name, read }) => {
    const { classes = [], probabilities = [], labels } = read.expected
    const output = { probabilities: flags(classes) }
    const names = partNames(read)
    const [base, final] = [names.slice(0, -1), names.at(-1)]
    const stack = { model: `${final}.onnx`, port: 8010, ...output }
    const decisions = await decisionsOf(name, read, { combine: { stack }, output, base })
    const found = decisions.map((decision) => classes.map((label) => Object(decision.probabilities)[label]))
    expectNear(found, probabilities)
    expect<unknown>(decisions.map(({ label }) => label)).toEqual(labels)
  })
})
