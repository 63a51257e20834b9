import type { EnsembleInfo, Feature, Models, Prediction, Row, Services } from '@sepal/console/wire'
import type { Page } from 'playwright-core'

/** An ensemble with any kinds of features and answers, as a proxy would describe it to the console. */
export type FakedEnsemble = {
  info: EnsembleInfo
  features: readonly Feature[]
  sample: Row
  models: Models
  /** a classifier's answer to a row; `undefined`: no answer */
  predict: (name: string, row: Row) => Prediction | undefined
  /** the decision by the classifiers with these answers; `undefined`: none; an error: why none */
  decide: (answers: ReadonlyMap<string, Prediction>) => unknown
}

/** Answers the console's requests in the page instead of the proxy. */
export async function fakeAnswers(page: Page, faked: FakedEnsemble) {
  const { info, features, sample, models } = faked
  const json = (path: string, value: unknown) => page.route(path, (route) => route.fulfill({ json: value }))
  await json('**/console/ensemble', info)
  await json('**/metadata', { features, data_sample: [sample] })
  await json('**/models', models)
  await json(
    '**/health/all',
    mapped(models, () => ({ health: 'ok' })),
  )
  await json('**/services', mapped(models, serviceOf))
  const nothing = { rows: 0, lateRows: 0, enoughRows: 200, features: [], classifiers: [] }
  await json('**/statistics', nothing)
  await page.route('**/predict/stream?*', (route) => {
    // As the proxy: where nothing can be left out of a decision, the parameter does not exist.
    const isKnown = info.decision !== null && info.combine !== 'stack'
    if (!isKnown && new URL(route.request().url()).searchParams.has('leaveOneOut')) {
      const detail = 'leaveOneOut is not a known query parameter'
      return route.fulfill({
        status: 422,
        json: { code: 'invalid-request', title: 'Not as expected', detail },
      })
    }
    const [row = []]: Row[] = route.request().postDataJSON().data
    const body = eventsOf(faked, row)
      .map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
      .join('')
    return route.fulfill({ contentType: 'text/event-stream', body })
  })
  await page.route('**/predict/*/batch*', (route) => {
    const rows: Row[] = route.request().postDataJSON().data
    const prediction = rows.map((row) => faked.decide(answersTo(faked, row)))
    return route.fulfill({ json: { prediction, complete: true, missing: [] } })
  })
}

type FakedEvent = readonly [event: string, data: object]

function eventsOf(faked: FakedEnsemble, row: Row): readonly FakedEvent[] {
  const { info, models, decide } = faked
  const answers = answersTo(faked, row)
  const error = { code: 'deadline-exceeded', detail: 'it did not answer in time' }
  const each = Object.keys(models).flatMap((classifier, i): readonly FakedEvent[] => {
    const prediction = answers.get(classifier)
    const ms = 1.5 + i
    if (prediction === undefined) return [['error', { classifier, error, ms }]]
    // What a final model says is the decision.
    const isFinal = info.combine === 'stack' && classifier === 'stack'
    return isFinal ? [] : [['prediction', { classifier, prediction, ms }]]
  })
  const done: FakedEvent = ['done', { ms: 12.3 }]
  const prediction = decide(answers)
  if (info.decision === null || prediction === undefined) return [...each, done]
  if (prediction instanceof Error) {
    return [
      ...each,
      [info.decision, { error: { code: 'decision-failed', detail: prediction.message } }],
      done,
    ]
  }
  const missing = Object.keys(models).filter((name) => !answers.has(name))
  const without = (left: string) => decide(new Map([...answers].filter(([name]) => name !== left)))
  const leaveOneOut = Object.fromEntries([...answers.keys()].map((left) => [left, without(left)]))
  return [
    ...each,
    [info.decision, { prediction, complete: missing.length === 0, missing, leaveOneOut }],
    done,
  ]
}

function answersTo({ models, predict }: FakedEnsemble, row: Row): ReadonlyMap<string, Prediction> {
  const answers = new Map<string, Prediction>()
  for (const name of Object.keys(models)) {
    const prediction = predict(name, row)
    if (prediction !== undefined) answers.set(name, prediction)
  }
  return answers
}

function serviceOf(name: string): Services[string] {
  return {
    waitingRows: 0,
    requests: 120,
    rows: 120,
    calls: 60,
    rowsSent: 120,
    outcomes: { ok: 118, late: 2 },
    latency: { p50Ms: 1.2, p99Ms: 4.5 },
    replicas: [{ address: `${name}:8000`, state: 'closed', callsUnderWay: 0, latencyMs: 1.1 }],
  }
}

const mapped = <V>(models: Models, of: (name: string) => V) =>
  Object.fromEntries(Object.keys(models).map((name) => [name, of(name)]))
