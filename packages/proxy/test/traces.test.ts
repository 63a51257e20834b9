import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { irisFolder, ModelFolder, RunningClassifier } from '@sepal/classifier/testing'
import { classifierNames } from '@sepal/ensemble'
import { writeLinearModel } from '@sepal/modeling'
import { nameTree, RecordedLog } from '@sepal/server/testing'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { FaultyClassifier } from './faulty-classifier.ts'
import { LocalEnsemble } from './local-ensemble.ts'
import { RunningEnsemble } from './running-ensemble.ts'
import { RunningProxy } from './running-proxy.ts'
import stacked from './stack.json' with { type: 'json' }
import { callerSpan, named, Tracers } from './tracers.ts'

setDefaultTimeout(30_000)

const names = classifierNames(iris)
const body = JSON.stringify({ data: [Object.values(iris.sample)] })
const patient = { deadlineMs: 20_000 }

let tracers: Tracers
beforeAll(() => {
  tracers = new Tracers()
})
afterAll(() => tracers[Symbol.asyncDispose]())

const ask = (
  proxy: { fetch: RunningProxy<typeof iris>['fetch'] },
  headers: object,
  path = '/predict',
  sent = body,
) =>
  proxy.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: sent,
  })

const model = { queue: {}, inference: {} }
/** What is under the span of an outcome, if its batch has rows of no other traced request. */
const answeredBy = (name: string, answer = `answer ${name}`) => ({
  [`batch ${name}`]: { [`call ${name}`]: { [answer]: model } },
})
const outcomesOf = (all: readonly string[]) =>
  Object.fromEntries(all.map((name) => [`predict ${name}`, answeredBy(name)]))
const SPANS_EACH = 6
const SPANS = 1 + names.length * SPANS_EACH

describe('a request through classifiers in processes of their own', () => {
  const log = new RecordedLog()
  let ensemble: RunningEnsemble<typeof iris>
  beforeAll(async () => {
    const [tracer, classifierTracer] = [await tracers.open('proxy'), await tracers.open('classifiers')]
    ensemble = await RunningEnsemble.start(iris, irisFolder, {
      tracer,
      classifierTracer,
      checksContract: true,
      log,
      ...patient,
    })
  })
  afterAll(() => ensemble[Symbol.asyncDispose]())

  test('is one tree: the request, each outcome, its batch, the call, and there the queue and the inference', async () => {
    const { traceparent, traceId, spanId } = callerSpan()
    await ask(ensemble.proxy, { traceparent, tracestate: 'vendor=x1' })
    const spans = await tracers.receiver.trace(traceId, SPANS)
    expect(nameTree(spans)).toEqual({ 'POST /predict': outcomesOf(names) })
    expect(named(spans, 'POST /predict').parent).toBe(spanId)
    for (const span of spans) expect(span).toMatchObject({ traceState: 'vendor=x1', error: undefined })
  })

  test('tells what became of it at each step, and of no address', async () => {
    const { traceparent, traceId } = callerSpan()
    await ask(ensemble.proxy, { traceparent, 'x-request-id': 'order-17' })
    const spans = await tracers.receiver.trace(traceId, SPANS)
    const sha256 = ensemble.proxy.clusters.replicasOf('setosa')[0]?.model
    const classifier = { 'sepal.classifier': 'setosa' }
    const replica = { 'sepal.replica': 0, 'sepal.model.sha256': sha256 }
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(named(spans, 'POST /predict')).toMatchObject({
      kind: 'server',
      service: 'proxy',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/predict',
        'http.response.status_code': 200,
        'url.path': '/predict',
        'url.scheme': 'http',
        'sepal.request.id': 'order-17',
      },
    })
    expect(named(spans, 'predict setosa').attributes).toEqual({
      ...classifier,
      ...replica,
      'sepal.request.rows': 1,
      'sepal.outcome': 'ok',
      'sepal.batches': 1,
      'sepal.batch.rows': 1,
      'sepal.calls': 1,
      'sepal.hedged': false,
    })
    expect(named(spans, 'batch setosa')).toMatchObject({
      kind: 'internal',
      links: [named(spans, 'predict setosa').spanId],
      attributes: { ...classifier, 'sepal.batch.rows': 1, 'sepal.batch.requests': 1, 'sepal.calls': 1 },
    })
    expect(named(spans, 'call setosa')).toMatchObject({
      kind: 'client',
      attributes: { ...classifier, ...replica, 'sepal.call': 'first', 'sepal.outcome': 'ok' },
    })
    expect(named(spans, 'answer setosa')).toMatchObject({
      kind: 'server',
      service: 'classifiers',
      attributes: { ...classifier, 'sepal.batch.rows': 1, 'sepal.batch.requests': 1 },
    })
    const addresses = names.map((name) => ensemble.proxy.clusters.replicasOf(name)[0]?.address)
    for (const address of addresses) expect(JSON.stringify(spans)).not.toContain(address)
  })

  test('takes place in its parent’s time, and its parts in its own', async () => {
    const { traceparent, traceId } = callerSpan()
    await ask(ensemble.proxy, { traceparent })
    const spans = await tracers.receiver.trace(traceId, SPANS)
    const byId = new Map(spans.map((span) => [span.spanId, span]))
    for (const span of spans) {
      expect(span.endMs).toBeGreaterThanOrEqual(span.startMs)
      const parent = byId.get(span.parent ?? '')
      // Two processes have two clocks.
      if (parent !== undefined && parent.service === span.service)
        expect(span.startMs).toBeGreaterThanOrEqual(parent.startMs - 1e-3)
    }
  })

  test('has its trace in its log line', async () => {
    const { traceparent, traceId } = callerSpan()
    await ask(ensemble.proxy, { traceparent })
    const { spanId } = await log.line((line) => line.traceId === traceId)
    const spans = await tracers.receiver.trace(traceId, SPANS)
    expect(spanId).toBe(named(spans, 'POST /predict').spanId)
  })

  test.each([
    ['without one', {}],
    ['that is no hexadecimal', { traceparent: `00-${'g'.repeat(32)}-${'c'.repeat(16)}-01` }],
    ['that is too short', { traceparent: '00-ab-cd-01' }],
    ['of zeros', { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` }],
    ['of a version that must not be', { traceparent: `ff-${'a'.repeat(32)}-${'c'.repeat(16)}-01` }],
    ['that is a text', { traceparent: 'a text, no ids', tracestate: '=,=' }],
  ])('from a caller with a trace context %s begins a trace', async (what, headers) => {
    const id = what.replaceAll(' ', '-')
    expect((await ask(ensemble.proxy, { 'x-request-id': id, ...headers })).status).toBe(200)
    const isIt = ({ attributes }: { attributes: object }) =>
      'sepal.request.id' in attributes && attributes['sepal.request.id'] === id
    const { traceId, parent } = await tracers.receiver.span(`the span of ${id}`, isIt)
    expect(parent).toBeUndefined()
    expect(nameTree(await tracers.receiver.trace(traceId, SPANS))).toEqual({
      'POST /predict': outcomesOf(names),
    })
  })

  test('of which the caller records nothing is recorded nowhere', async () => {
    const [hidden, seen] = [callerSpan('00'), callerSpan()]
    expect((await ask(ensemble.proxy, { traceparent: hidden.traceparent })).status).toBe(200)
    await ask(ensemble.proxy, { traceparent: seen.traceparent })
    await tracers.receiver.trace(seen.traceId, SPANS)
    expect(tracers.receiver.spans.filter(({ traceId }) => traceId === hidden.traceId)).toEqual([])
  })
})

test('a classifier that is called by POST continues the trace, and records none where the proxy does not', async () => {
  await using setosa = await RunningClassifier.start('setosa', { tracer: await tracers.open('by-post') })
  // Its socket is out of reach.
  await using gateway = new FaultyClassifier(({ path, method, headers, body: sent }) =>
    setosa.fetch(path, { method, headers, ...(sent && { body: sent }) }),
  )
  const one = { ...iris, classifiers: { setosa: iris.classifiers.setosa }, combine: { none: {} } } as const
  await using proxy = await RunningProxy.start(
    one,
    { setosa: gateway.address },
    { tracer: await tracers.open('proxy'), ...patient },
  )
  const [hidden, seen] = [callerSpan('00'), callerSpan()]
  await ask(proxy, { traceparent: hidden.traceparent })
  await ask(proxy, { traceparent: seen.traceparent })
  const spans = await tracers.receiver.trace(seen.traceId, 1 + SPANS_EACH)
  expect(nameTree(spans)).toEqual({
    'POST /predict': { 'predict setosa': answeredBy('setosa', 'POST /predict') },
  })
  expect(
    tracers.receiver.spans.filter(
      ({ service, traceId }) => service === 'by-post' && traceId !== seen.traceId,
    ),
  ).toEqual([])
})

test('classifiers in the proxy’s process are in the same tree', async () => {
  await using ensemble = await LocalEnsemble.start(iris, irisFolder, {
    tracer: await tracers.open('together'),
    ...patient,
  })
  const { traceparent, traceId } = callerSpan()
  await ask(ensemble.proxy, { traceparent })
  const spans = await tracers.receiver.trace(traceId, SPANS)
  expect(nameTree(spans)).toEqual({ 'POST /predict': outcomesOf(names) })
  // Nor is there anything else: what the proxy asks for itself is in no trace.
  const own = tracers.receiver.spans.filter(({ service }) => service === 'together')
  expect(own.map((span) => span.traceId)).toEqual(spans.map(() => traceId))
})

test('the final model of a stack has an outcome of its own, after those of the others', async () => {
  const weights = [
    [3, -1],
    [-2, 4],
  ]
  await using folder = await ModelFolder.write(stacked, {
    'final.onnx': writeLinearModel('final', { weights, bias: [0.5, -0.5] }),
  })
  await using ensemble = await RunningEnsemble.start(stacked, folder.path, {
    tracer: await tracers.open('proxy'),
    ...patient,
  })
  const { traceparent, traceId } = callerSpan()
  const sent = JSON.stringify({ rows: [{ height: 1, width: 2 }] })
  await ask(ensemble.proxy, { traceparent }, '/predict/label', sent)
  // `spare` does not take part.
  const voters = ['linear', 'forest']
  const spans = await tracers.receiver.trace(traceId, 1 + 3 * (voters.length + 1))
  const outcome = (name: string) => [`predict ${name}`, { [`batch ${name}`]: { [`call ${name}`]: {} } }]
  expect(nameTree(spans)).toEqual({
    'POST /predict/label': Object.fromEntries([...voters, 'stack'].map(outcome)),
  })
  for (const voter of voters)
    expect(named(spans, 'predict stack').startMs).toBeGreaterThanOrEqual(
      named(spans, `predict ${voter}`).endMs,
    )
})
