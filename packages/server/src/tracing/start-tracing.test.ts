import { describe, expect, test } from 'bun:test'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { RecordedLog, TraceReceiver } from '../../test/index.ts'
import type { Environment } from '../config.ts'
import { silentLog } from '../log.ts'
import { Metrics } from '../metrics/metrics.ts'
import { RequestFigures } from '../metrics/request-figures.ts'
import { spanFigures } from '../metrics/span-figures.ts'
import { StartupError } from '../startup-error.ts'
import { startTracing } from './start-tracing.ts'

const start = (environment: Environment, log = silentLog) =>
  startTracing({ service: 'sepal-test', environment, log })

const untraced = { traceparent: undefined, tracestate: undefined }

test.each([
  ['nowhere to send them', {}],
  ['an empty address', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
  ['the SDK is disabled', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x:4318', OTEL_SDK_DISABLED: 'true' }],
  ['no exporter', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x:4318', OTEL_TRACES_EXPORTER: 'none' }],
  ['other variables alone, even if they are wrong', { OTEL_TRACES_SAMPLER: 'sometimes' }],
])('there are no traces with %s', async (_, environment) => {
  expect(await start(environment)).toBeUndefined()
})

test.each([
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
    'OTEL_EXPORTER_OTLP_ENDPOINT is "collector:4318", expected the URL',
  ],
  [
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'collector' },
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is "collector", expected the',
  ],
  [
    { OTEL_TRACES_SAMPLER: 'sometimes' },
    'OTEL_TRACES_SAMPLER is "sometimes", expected one of parentbased_always_on',
  ],
  [{ OTEL_TRACES_SAMPLER_ARG: '2' }, 'OTEL_TRACES_SAMPLER_ARG is "2", expected a number from 0 to 1'],
  [
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'OTEL_EXPORTER_OTLP_PROTOCOL is "grpc", expected one of http/protobuf, http/json',
  ],
])('%j does not start', async (wrong, message) => {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', ...wrong }
  const failing = start(environment)
  expect(failing).rejects.toBeInstanceOf(StartupError)
  expect(failing).rejects.toThrow(message)
})

describe('samplers', () => {
  const [hidden, seen] = ['00', '01'].map((flags) => ({
    traceparent: `00-${'a'.repeat(32)}-${'c'.repeat(16)}-${flags}`,
    tracestate: undefined,
  }))
  /** Which of a caller's request without a trace, of one that is recorded and of one that is not are recorded. */
  test.each([
    [{}, [true, true, false]],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, [false, true, false]],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }, [false, true, false]],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio' }, [true, true, true]],
    [{ OTEL_TRACES_SAMPLER: 'always_on' }, [true, true, true]],
    [{ OTEL_TRACES_SAMPLER: 'always_off' }, [false, false, false]],
  ])('%j', async (sampler, recorded) => {
    await using receiver = new TraceReceiver()
    const tracing = await start({ ...receiver.environment, ...sampler })
    const begun = [untraced, seen ?? untraced, hidden ?? untraced].map((from) =>
      tracing?.tracer.begin(from, 'x'),
    )
    expect(begun.map((span) => span !== undefined)).toEqual(recorded)
    for (const span of begun) span?.end()
    await tracing?.stop()
    expect(receiver.spans).toHaveLength(recorded.filter(Boolean).length)
  })

  test('a share of the traces is recorded, and what several of them caused is, whatever the share', async () => {
    await using receiver = new TraceReceiver()
    const share = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }
    const tracing = await start({ ...receiver.environment, ...share })
    const begun = Array.from({ length: 1000 }, () => tracing?.tracer.begin(untraced, 'x'))
    const [first, second, ...others] = begun.filter((span) => span !== undefined)
    expect(others.length).toBeGreaterThan(100)
    expect(others.length).toBeLessThan(500)
    for (let i = 0; i < 20; i++) first?.join(second ? [second] : [], 'together').end()
    await tracing?.stop()
    const together = receiver.spans.filter(({ name }) => name === 'together')
    expect(together).toHaveLength(20)
    for (const { links, parent } of together) {
      expect(links).toEqual([first?.spanId ?? '', second?.spanId ?? ''])
      expect(parent).toBeUndefined()
    }
  })
})

test('the service is named by the environment, else by the server, and has the attributes of the environment', async () => {
  for (const [environment, service] of [
    [{}, 'sepal-test'],
    [{ OTEL_SERVICE_NAME: 'flowers' }, 'flowers'],
  ] as const) {
    await using receiver = new TraceReceiver()
    const tracing = await start({ ...receiver.environment, ...environment })
    tracing?.tracer.begin(untraced, 'x')?.end()
    await tracing?.stop()
    expect(receiver.spans).toMatchObject([{ name: 'x', service }])
  }
})

describe('a span', () => {
  test('that is held ends when it is let go, and only once', async () => {
    await using receiver = new TraceReceiver()
    const tracing = await start(receiver.environment)
    const span = tracing?.tracer.begin(untraced, 'held')
    const letGo = span?.hold()
    span?.end()
    tracing?.tracer.begin(untraced, 'after')?.end()
    await receiver.span('the other one', ({ name }) => name === 'after')
    expect(receiver.spans.map(({ name }) => name)).toEqual(['after'])
    letGo?.()
    letGo?.()
    span?.end()
    await tracing?.stop()
    expect(receiver.spans.map(({ name }) => name)).toEqual(['after', 'held'])
  })

  test('passes its context on, with what others keep with it, but not more than must be', async () => {
    await using receiver = new TraceReceiver()
    const tracing = await start(receiver.environment)
    const traceparent = `00-${'a'.repeat(32)}-${'c'.repeat(16)}-01`
    const begun = (tracestate: string) => tracing?.tracer.begin({ traceparent, tracestate }, 'x')
    const span = begun('a=1,b=2')
    expect(span?.child('y').context).toEqual({
      traceparent: expect.stringMatching(new RegExp(`^00-${'a'.repeat(32)}-[0-9a-f]{16}-01$`)),
      tracestate: 'a=1,b=2',
    })
    expect(begun(`a=${'1'.repeat(600)}`)?.context).not.toHaveProperty('tracestate')
    expect(begun('')?.context).not.toHaveProperty('tracestate')
    await tracing?.stop()
  })
})

test('what many caused together is linked to all of them', async () => {
  await using receiver = new TraceReceiver()
  const tracing = await start(receiver.environment)
  const [first, ...others] = Array.from({ length: 300 }, () => tracing?.tracer.begin(untraced, 'x'))
  first
    ?.join(
      others.filter((span) => span !== undefined),
      'together',
    )
    .end()
  await tracing?.stop()
  expect(receiver.spans[0]?.links).toHaveLength(300)
})

describe('spans are counted', () => {
  /** Ends seven at once. */
  async function counted(environment: Environment) {
    const room = { OTEL_BSP_MAX_QUEUE_SIZE: '2', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2' }
    const tracing = await start({ ...environment, ...room })
    for (let i = 0; i < 7; i++) tracing?.tracer.begin(untraced, 'x')?.end()
    await tracing?.stop()
    return tracing?.tracer.spans
  }

  test('that are sent, and those for which there is no room while others are under way', async () => {
    await using receiver = new TraceReceiver()
    expect(await counted(receiver.environment)).toEqual({ sent: 4, failed: 0, dropped: 3 })
    expect(receiver.spans).toHaveLength(4)
  })

  test('that a collector does not take', async () => {
    await using refusing = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: () => new Response('', { status: 400 }),
    })
    const OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${refusing.port}`
    expect(await counted({ OTEL_EXPORTER_OTLP_ENDPOINT })).toEqual({ sent: 0, failed: 4, dropped: 3 })
  })

  test('in /metrics', async () => {
    const metrics = new Metrics(new RequestFigures())
    spanFigures(metrics, { sent: 5, failed: 2, dropped: 1 })
    expect(await metrics.text()).toContain('sepal_trace_spans_total{result="failed"} 2\n')
  })
})

describe('a collector', () => {
  /** Spans that a server which is going to stop still has. */
  async function stopped(endpoint: string) {
    const log = new RecordedLog()
    const tracing = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, log)
    const span = tracing?.tracer.begin(untraced, 'x')
    span?.child('y').end()
    span?.end()
    await tracing?.stop()
    return log.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)
  }

  test('that is not there, or refuses spans, is reported, and keeps nothing from stopping', async () => {
    await using refusing = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: () => new Response('', { status: 400 }),
    })
    expect(await stopped(`http://127.0.0.1:${refusing.port}`)).toEqual(['traces cannot be sent'])
  })

  test('that hangs is waited for two seconds when a server stops', async () => {
    await using hanging = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: () => new Promise<Response>(() => {}),
    })
    expect(await stopped(`http://127.0.0.1:${hanging.port}`)).toEqual(['the last traces could not be sent'])
  })

  test('gets protobuf unless JSON is asked for', async () => {
    const bodies: { type: string | null; bytes: Uint8Array }[] = []
    await using receiver = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: async (request) => {
        bodies.push({ type: request.headers.get('content-type'), bytes: await request.bytes() })
        return new Response('')
      },
    })
    const tracing = await start({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${receiver.port}/some/where`,
    })
    const span = tracing?.tracer.begin(untraced, 'in protobuf')
    span?.end()
    await tracing?.stop()
    const [{ type, bytes } = { type: '', bytes: new Uint8Array() }, ...more] = bodies
    expect(more).toEqual([])
    expect(type).toBe('application/x-protobuf')
    // ExportTraceServiceRequest.resource_spans.scope_spans.spans, and of a span its IDs and its name.
    const sent = [2, 2].reduce<Uint8Array>((message, field) => fieldOf(message, field), fieldOf(bytes, 1))
    expect(Buffer.from(fieldOf(sent, 1)).toString('hex')).toBe(span?.traceId ?? '')
    expect(Buffer.from(fieldOf(sent, 2)).toString('hex')).toBe(span?.spanId ?? '')
    expect(new TextDecoder().decode(fieldOf(sent, 5))).toBe('in protobuf')
  })
})

/** The first field of a message with this number, which has a length. */
function fieldOf(message: Uint8Array, wanted: number): Uint8Array {
  const reader = new BinaryReader(message)
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag()
    if (field === wanted && type === WireType.LengthDelimited) return reader.bytes()
    reader.skip(type, field)
  }
  throw new Error(`no field ${wanted}`)
}
