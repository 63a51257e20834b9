import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { classifierNames, mapClassifiers } from '@sepal/ensemble'
import type { Tracer } from '@sepal/server'
import { eventually, nameTree } from '@sepal/server/testing'
import { type Conduct, FaultServer, wellConduct } from './fault-server.ts'
import { RunningProxy } from './running-proxy.ts'
import { callerSpan, named, Tracers } from './tracers.ts'
import { trio } from './trio.ts'
import type { Behaviour } from './wire.ts'

setDefaultTimeout(30_000)

const names = classifierNames(trio)
const others = names.slice(1)
/** The spans of a classifier's outcome, its batch and its call. */
const SPANS_EACH = 3

let tracers: Tracers
let tracer: Tracer
beforeAll(async () => {
  tracers = new Tracers()
  tracer = await tracers.open('proxy')
})
afterAll(() => tracers[Symbol.asyncDispose]())

/** Three classifiers, `ash` with replicas that behave as a test says; with connections to all of them. */
async function trioWith(...replicas: readonly Partial<Conduct>[]) {
  const stack = new AsyncDisposableStack()
  const start = async (name: string, conduct: Partial<Conduct> = {}) =>
    stack.use(await FaultServer.start({ ...wellConduct(name), ...conduct }))
  const ash = await Promise.all(replicas.map((conduct) => start('ash', conduct)))
  const rest = new Map(await Promise.all(others.map(async (name) => [name, await start(name)] as const)))
  const addresses = mapClassifiers(
    trio,
    (name) => rest.get(name)?.address ?? ash.map((one) => one.address).join(','),
  )
  const proxy = await RunningProxy.start(trio, addresses, {
    tracer,
    deadlineMs: 15_000,
    resolve: async (address) => address.split(','),
  })
  stack.use(proxy)
  const transports = () => names.flatMap((name) => proxy.clusters.transportsOf(name))
  await eventually(
    () => transports().filter(({ isOpen }) => !isOpen).length,
    (closed) => closed === 0,
  )
  return { proxy, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

const ask = (
  { proxy }: { proxy: RunningProxy<typeof trio> },
  traceparent: string,
  { path = '/predict', signal = new AbortController().signal } = {},
) =>
  proxy.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent },
    body: JSON.stringify({ data: [[12]] }),
    signal,
  })

const well: Behaviour = wellConduct('ash').socket

/** Behaves well once the test says so. */
function held() {
  const gate = Promise.withResolvers<void>()
  const called = Promise.withResolvers<void>()
  const behaviour: Behaviour = async (call) => {
    called.resolve()
    await gate.promise
    await well(call)
  }
  return { behaviour, called: called.promise, letGo: gate.resolve }
}

describe('a batch', () => {
  test('of several traced requests is a trace of its own, with a link to each, and each has one to it', async () => {
    const first = held()
    await using system = await trioWith({ socket: first.behaviour })
    const [lone, ...together] = [callerSpan(), callerSpan(), callerSpan()]
    const answers = [ask(system, lone?.traceparent ?? '')]
    await first.called
    answers.push(...together.map(({ traceparent }) => ask(system, traceparent)))
    await eventually(
      () => system.proxy.clusters.figures().ash.waitingRows,
      (rows) => rows === 2,
    )
    first.letGo()
    await Promise.all(answers)
    const batch = await tracers.receiver.span(
      'a batch of two',
      ({ name, attributes }) => name === 'batch ash' && attributes['sepal.batch.requests'] === 2,
    )
    expect(batch).toMatchObject({ parent: undefined, error: undefined })
    const outcomes = await Promise.all(
      together.map(async ({ traceId }) =>
        // What its other classifiers did may be in batches of both.
        tracers.receiver.span(
          'an outcome',
          (span) => span.traceId === traceId && span.name === 'predict ash',
        ),
      ),
    )
    expect(batch.links.toSorted()).toEqual(outcomes.map(({ spanId }) => spanId).toSorted())
    for (const { links, attributes } of outcomes) {
      expect(links).toEqual([batch.spanId])
      expect(attributes).toMatchObject({ 'sepal.request.rows': 1, 'sepal.batch.rows': 2 })
    }
    const call = await tracers.receiver.span('its call', ({ parent }) => parent === batch.spanId)
    expect(call).toMatchObject({ name: 'call ash', traceId: batch.traceId })
  })

  test('in which one request is traced is a part of that one', async () => {
    const first = held()
    await using system = await trioWith({ socket: first.behaviour })
    const [hidden, traced] = [callerSpan('00'), callerSpan()]
    const answers = [ask(system, hidden.traceparent)]
    await first.called
    answers.push(ask(system, hidden.traceparent), ask(system, traced.traceparent))
    await eventually(
      () => system.proxy.clusters.figures().ash.waitingRows,
      (rows) => rows === 2,
    )
    first.letGo()
    await Promise.all(answers)
    const spans = await tracers.receiver.trace(traced.traceId, 1 + names.length * SPANS_EACH)
    const outcome = named(spans, 'predict ash')
    expect(named(spans, 'batch ash')).toMatchObject({
      parent: outcome.spanId,
      links: [outcome.spanId],
      attributes: { 'sepal.batch.rows': 2, 'sepal.batch.requests': 2 },
    })
    expect(outcome.attributes).toMatchObject({ 'sepal.request.rows': 1, 'sepal.batch.rows': 2 })
  })
})

describe('a classifier that fails', () => {
  const failing: Behaviour = ({ wire }) => wire.reset()

  test('is an error in its own part of an answer that is partial, and nowhere else', async () => {
    await using system = await trioWith({ socket: failing, post: failing })
    const { traceparent, traceId } = callerSpan()
    expect((await ask(system, traceparent, { path: '/predict?partial=true' })).status).toBe(200)
    const spans = await tracers.receiver.trace(traceId, 1 + names.length * SPANS_EACH)
    const failed = spans.filter(({ error }) => error !== undefined)
    // It is retried.
    expect([...new Set(failed.map(({ name }) => name))].sort()).toEqual([
      'batch ash',
      'call ash',
      'predict ash',
    ])
    expect(named(spans, 'predict ash')).toMatchObject({
      error: 'it closed the connection',
      attributes: { 'sepal.outcome': 'unavailable', 'error.type': 'unavailable' },
    })
  })

  test('fails the request with the code of its problem', async () => {
    await using system = await trioWith({ socket: failing, post: failing })
    const { traceparent, traceId } = callerSpan()
    expect((await ask(system, traceparent)).status).toBe(503)
    const request = await tracers.receiver.span(
      'the request',
      (span) => span.traceId === traceId && span.kind === 'server',
    )
    expect(request).toMatchObject({
      name: 'POST /predict',
      error: '1 of 3 classifiers failed: ash',
      attributes: { 'http.response.status_code': 503, 'error.type': 'classifier-unavailable' },
    })
  })

  test('and is retried at another replica shows both calls', async () => {
    let calls = 0
    const onceFailing: Behaviour = (call) => {
      calls += 1
      return calls === 1 ? call.wire.reset() : well(call)
    }
    await using system = await trioWith({ socket: onceFailing }, { socket: onceFailing })
    const { traceparent, traceId } = callerSpan()
    expect((await ask(system, traceparent)).status).toBe(200)
    const spans = await tracers.receiver.trace(traceId, 2 + names.length * SPANS_EACH)
    const calledAsh = spans.filter(({ name }) => name === 'call ash').sort((a, b) => a.startMs - b.startMs)
    expect(
      calledAsh.map(({ attributes }) => [attributes['sepal.call'], attributes['sepal.outcome']]),
    ).toEqual([
      ['first', 'unavailable'],
      ['retry', 'ok'],
    ])
    expect(new Set(calledAsh.map(({ parent }) => parent))).toEqual(
      new Set([named(spans, 'batch ash').spanId]),
    )
    expect(named(spans, 'predict ash')).toMatchObject({
      error: undefined,
      attributes: {
        'sepal.outcome': 'ok',
        'sepal.calls': 2,
        'sepal.hedged': false,
        'sepal.replica': calledAsh[1]?.attributes['sepal.replica'],
      },
    })
  })
})

/** As many answered calls as it takes to know what lagging is. */
const ENOUGH = 40

test('a hedge is a call beside the one that lags, which ends overtaken', async () => {
  let hangs = false
  const hangingOnce: Behaviour = (call) => {
    if (!hangs) return well(call)
    hangs = false
  }
  await using system = await trioWith({ socket: hangingOnce }, { socket: hangingOnce })
  for (let i = 0; i < ENOUGH; i++) await ask(system, callerSpan('00').traceparent)
  hangs = true
  const { traceparent, traceId } = callerSpan()
  expect((await ask(system, traceparent)).status).toBe(200)
  // Under load the others may lag too.
  await tracers.receiver.trace(traceId, 2 + names.length * SPANS_EACH)
  const spans = tracers.receiver.spans.filter((span) => span.traceId === traceId)
  const calledAsh = spans.filter(({ name }) => name === 'call ash').sort((a, b) => a.startMs - b.startMs)
  expect(calledAsh).toMatchObject([
    { error: undefined, attributes: { 'sepal.call': 'first', 'sepal.outcome': 'overtaken' } },
    { error: undefined, attributes: { 'sepal.call': 'hedge', 'sepal.outcome': 'ok' } },
  ])
  const [lagging, hedge] = calledAsh.map(({ attributes }) => attributes['sepal.replica'])
  expect([lagging, hedge].sort()).toEqual([0, 1])
  expect(named(spans, 'predict ash').attributes).toMatchObject({
    'sepal.calls': 2,
    'sepal.hedged': true,
    'sepal.replica': hedge,
  })
})

describe('a stream', () => {
  const path = '/predict/stream'

  test('lasts until its last event, and all classifiers are in its tree', async () => {
    const ash = held()
    await using system = await trioWith({ socket: ash.behaviour })
    const { traceparent, traceId } = callerSpan()
    const response = await ask(system, traceparent, { path })
    await ash.called
    expect(tracers.receiver.spans.some((span) => span.traceId === traceId && span.kind === 'server')).toBe(
      false,
    )
    ash.letGo()
    await response.text()
    const spans = await tracers.receiver.trace(traceId, 1 + names.length * SPANS_EACH)
    const outcome = (name: string) => [`predict ${name}`, { [`batch ${name}`]: { [`call ${name}`]: {} } }]
    expect(nameTree(spans)).toEqual({ 'POST /predict/stream': Object.fromEntries(names.map(outcome)) })
    const request = named(spans, 'POST /predict/stream')
    for (const { endMs } of spans) expect(request.endMs).toBeGreaterThanOrEqual(endMs)
    expect(request.attributes).not.toHaveProperty('sepal.caller.left')
  })

  test('that its caller leaves says so, and the calls that nobody waits for end', async () => {
    const ash = held()
    await using system = await trioWith({ socket: ash.behaviour })
    const { traceparent, traceId } = callerSpan()
    const leaving = new AbortController()
    const response = await ask(system, traceparent, { path, signal: leaving.signal })
    const reader = response.body?.getReader()
    await reader?.read()
    await ash.called
    leaving.abort()
    const spans = await tracers.receiver.trace(traceId, 1 + names.length * SPANS_EACH)
    expect(named(spans, 'POST /predict/stream').attributes).toMatchObject({ 'sepal.caller.left': true })
    expect(named(spans, 'predict ash')).toMatchObject({
      error: 'the caller is gone',
      attributes: { 'sepal.outcome': 'late' },
    })
    ash.letGo()
  })
})
