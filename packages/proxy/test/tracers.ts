import { silentLog, startTracing, type Tracer } from '@sepal/server'
import { type ReceivedSpan, TraceReceiver } from '@sepal/server/testing'

/** A receiver of traces, and tracers that send there, until it goes out of scope. */
export class Tracers implements AsyncDisposable {
  readonly receiver = new TraceReceiver()
  readonly #stops: (() => Promise<void>)[] = []

  /** A tracer as of a process of its own. */
  async open(service: string, options: Record<string, string> = {}): Promise<Tracer> {
    const environment = { ...this.receiver.environment, ...options }
    const tracing = await startTracing({ service, environment, log: silentLog })
    if (tracing === undefined) throw new Error('no traces')
    this.#stops.push(tracing.stop)
    return tracing.tracer
  }

  async [Symbol.asyncDispose]() {
    await Promise.all(this.#stops.map((stop) => stop()))
    await this.receiver[Symbol.asyncDispose]()
  }
}

let count = 0

/** A caller's own span, in a trace of its own. */
export function callerSpan(flags = '01') {
  count += 1
  const traceId = count.toString(16).padStart(32, 'a')
  const spanId = 'c'.repeat(16)
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-${flags}` }
}

/** The one span with this name. */
export function named(spans: readonly ReceivedSpan[], name: string): ReceivedSpan {
  const [found, ...others] = spans.filter((span) => span.name === name)
  if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} spans ${name}, or none`)
  return found
}
