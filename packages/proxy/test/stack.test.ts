import { afterAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { treaty } from '@elysiajs/eden'
import { ModelFolder, RunningClassifier } from '@sepal/classifier/testing'
import { writeLinearModel } from '@sepal/modeling'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import { answerOf } from './answer-of.ts'
import { FaultyClassifier, never } from './faulty-classifier.ts'
import { RunningEnsemble } from './running-ensemble.ts'
import stacked from './stack.json' with { type: 'json' }

const weights = [
  [3, -1],
  [-2, 4],
]
const bias = [0.5, -0.5]
const folder = await ModelFolder.write(stacked, {
  'final.onnx': writeLinearModel('final', { weights, bias }),
})
afterAll(() => folder[Symbol.asyncDispose]())
const start = (quorum = 1) =>
  RunningEnsemble.start(stacked, folder.path, { partial: { isDefault: false, quorum } })
type Running = Awaited<ReturnType<typeof start>>
const apiOf = ({ proxy }: Running) => treaty(proxy.proxy, { parseDate: false })

/** What the final model is for its two columns: softmax of a linear function. */
function finalOf(blue: number, yes: number): [stay: number, leave: number] {
  const [stay = 0, leave = 0] = bias.map((b, k) =>
    Math.exp(b + blue * (weights[0]?.[k] ?? 0) + yes * (weights[1]?.[k] ?? 0)),
  )
  return [stay / (stay + leave), leave / (stay + leave)]
}
const rows = [
  { height: 1, width: 2 },
  { height: -3, width: 0.5 },
]

/** The problem in docs/combining.md, whose `logreg` is `linear` here. */
async function documented(): Promise<unknown> {
  const page = await Bun.file(join(import.meta.dir, '../../../docs/combining.md')).text()
  const [, example = ''] = /## When the final model fails\n.*?```json\n(.*?)```/s.exec(page) ?? []
  return JSON.parse(example.replace('logreg', 'linear'))
}

async function streamed({ proxy }: Running, query = '') {
  const response = await proxy.fetch(`/predict/stream${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
    body: JSON.stringify({ rows: rows.slice(0, 1) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    events: text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  }
}

describe('a stack', () => {
  test('decides by its final model, which takes the columns that the manifest names', async () => {
    await using running = await start()
    const api = apiOf(running)
    const base = await answerOf(api.predict.batch.post({ rows }))
    const { prediction } = await answerOf(api.predict.label.batch.post({ rows }))
    type Decision = (typeof prediction)[number]
    type Label = 'stay' | 'leave'
    checkTypes<
      [
        Expect<
          Equal<Decision, { proba: number; label: Label; probabilities: { stay: number; leave: number } }>
        >,
      ]
    >()
    const { forest, linear } = base
    if (!('prediction' in forest && 'prediction' in linear)) throw new Error('no answer')
    for (const [i, decision] of prediction.entries()) {
      const [stay, leave] = finalOf(forest.prediction[i]?.[2] ?? 0, linear.prediction[i]?.[1] ?? 0)
      expect(decision.probabilities.stay).toBeCloseTo(stay, 5)
      expect(decision.probabilities.leave).toBeCloseTo(leave, 5)
      expect(decision.label).toBe(stay > leave ? 'stay' : 'leave')
      expect(decision.proba).toBe(Math.max(decision.probabilities.stay, decision.probabilities.leave))
    }
    const one = await answerOf(api.predict.label.post({ rows: rows.slice(0, 1) }))
    expect<unknown>(one.prediction).toEqual(prediction[0])
    const { events } = await streamed(running)
    expect(events.at(-2)).toMatchObject({
      event: 'label',
      data: { complete: true, prediction: one.prediction },
    })
  })

  test('does not need a classifier whose columns it does not take', async () => {
    await using running = await start()
    await running.stop('spare')
    expect((await apiOf(running).predict.label.post({ rows: rows.slice(0, 1) })).status).toBe(200)
  })

  test('puts in for a missing classifier what the manifest says, in a partial answer', async () => {
    await using running = await start()
    const api = apiOf(running)
    const [row = { height: 0, width: 0 }] = rows
    const { forest } = await answerOf(api.predict.post({ rows: [row] }))
    await running.stop('linear')
    const answer = await answerOf(api.predict.label.post({ rows: [row] }, { query: { partial: true } }))
    if (!('prediction' in forest)) throw new Error('no answer')
    const [stay] = finalOf(forest.prediction[2] ?? 0, 0.25)
    expect(answer.prediction.probabilities.stay).toBeCloseTo(stay, 5)
    expect(answer).toMatchObject({ complete: false, missing: ['linear'] })
    const { error } = await api.predict.label.post({ rows: [row] })
    expect(error?.value).toMatchObject({
      code: 'classifier-unavailable',
      classifiers: { stack: { outcome: 'unavailable', detail: 'it was not asked: linear did not answer' } },
    })
  })

  test('refuses where nothing stands in for a missing classifier, or a quorum is not met', async () => {
    await using running = await start()
    const api = apiOf(running)
    await running.stop('forest')
    const { error } = await api.predict.label.post({ rows: rows.slice(0, 1) }, { query: { partial: true } })
    expect(error?.value).toMatchObject({
      code: 'classifier-unavailable',
      classifiers: {
        linear: { outcome: 'ok' },
        stack: {
          outcome: 'unavailable',
          detail: 'it was not asked: forest did not answer, and nothing stands in for forest.blue',
        },
      },
    })
    await using strict = await start(2)
    await strict.stop('linear')
    const refused = await apiOf(strict).predict.label.post(
      { rows: rows.slice(0, 1) },
      { query: { partial: true } },
    )
    expect(refused.error?.value).toMatchObject({ code: 'quorum-not-met' })
  })

  test('has an outcome of its own when the final model fails', async () => {
    await using running = await start()
    const api = apiOf(running)
    await running.stop('stack')
    const { error } = await api.predict.label.post({ rows: rows.slice(0, 1) }, { query: { partial: true } })
    expect(error?.value).toMatchObject({
      code: 'classifier-unavailable',
      detail: '1 of 3 classifiers failed: stack',
      classifiers: {
        linear: { outcome: 'ok' },
        forest: { outcome: 'ok' },
        stack: { outcome: 'unavailable' },
      },
    })
    expect(await answerOf(api.predict.post({ rows: rows.slice(0, 1) }))).toHaveProperty('spare')
    const { events } = await streamed(running)
    expect(events.at(-2)).toMatchObject({
      event: 'error',
      data: { classifier: 'stack', error: { code: 'classifier-unavailable' } },
    })
  })

  test('has what is left of the deadline for its final model', async () => {
    await using final = await RunningClassifier.start('stack', { folder: folder.path })
    await using hanging = new FaultyClassifier(({ method, path }) =>
      method === 'GET' ? fetch(`http://${final.address}${path}`) : never(),
    )
    const options = { deadlineMs: 500, stackAddress: hanging.address }
    await using running = await RunningEnsemble.start(stacked, folder.path, options)
    const { error } = await apiOf(running).predict.label.post(
      { rows: rows.slice(0, 1) },
      { query: { partial: true }, headers: { 'x-request-id': 'order-19' } },
    )
    expect<unknown>(error?.value).toEqual(await documented())
  })

  test('is described and watched as the classifiers are', async () => {
    await using running = await start()
    const api = apiOf(running)
    const models = await answerOf(api.models.get())
    expect(models.stack).toEqual({
      classes: ['stay', 'leave'],
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const services = await answerOf(api.services.get())
    expect(services.stack.replicas).toHaveLength(1)
    const { stack, prediction_sample } = await answerOf(api.metadata.get())
    expect(Object.keys(prediction_sample)).toEqual(['service_linear', 'service_forest', 'service_spare'])
    const [stay, leave] = finalOf(1 / 3, 0.25)
    expect(stack).toEqual({
      takes: ['forest.blue', 'linear.yes'],
      missing: { 'linear.yes': 0.25 },
      data_sample: [[1 / 3, 0.25]],
      prediction_sample: [expect.closeTo(stay, 5), expect.closeTo(leave, 5)],
    })
    expect(await answerOf(api.health.all.get())).toMatchObject({ stack: { health: 'ok' } })
    checkTypes<
      [
        Expect<Equal<keyof typeof services, 'linear' | 'forest' | 'spare' | 'stack'>>,
        Expect<Equal<(typeof models)['stack']['classes'], string[]>>,
        Expect<Equal<(typeof stack)['prediction_sample'], number[]>>,
      ]
    >()
    await running.stop('stack')
    const { status, error } = await api.health.all.get()
    expect(status).toBe(503)
    expect<unknown>(error?.value).toMatchObject({
      spare: { health: 'ok' },
      stack: { health: 'unavailable', replicas: [{ callsUnderWay: 0 }] },
    })
  })

  test('is in the metrics, and takes neither until nor leaveOneOut', async () => {
    await using running = await start()
    await answerOf(apiOf(running).predict.label.post({ rows: rows.slice(0, 1) }))
    const metrics = await (await running.proxy.fetch('/metrics')).text()
    expect(metrics).toContain('sepal_classifier_requests_total{classifier="stack"} 1')
    for (const query of ['?until=0.5', '?leaveOneOut=true']) {
      expect((await streamed(running, query)).status).toBe(422)
    }
    expect((await running.proxy.fetch('/docs/json')).status).toBe(200)
    expect((await running.proxy.fetch('/health/ready')).status).toBe(200)
  })
})
