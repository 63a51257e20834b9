import {
  type Span as ApiSpan,
  type SpanOptions as ApiSpanOptions,
  type Tracer as ApiTracer,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  trace,
} from '@opentelemetry/api'
import { parseTraceParent, TraceState } from '@opentelemetry/core'
import { RandomIdGenerator } from '@opentelemetry/sdk-trace'
import type { ReceivedContext, Span, SpanCounts, SpanOptions, TraceContext, Tracer } from '../span.ts'
import { OtelSpan } from './otel-span.ts'
import type { WallTime } from './wall-time.ts'

/** More than this need not be passed on: https://www.w3.org/TR/trace-context/#tracestate-limits */
const MAX_TRACESTATE = 512

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const

/** Begins spans with the OpenTelemetry SDK; a parent is always named, so nothing has to keep track of the current one. */
export class OtelTracer implements Tracer {
  readonly unrecorded: TraceContext

  constructor(
    private readonly api: ApiTracer,
    private readonly time: WallTime,
    readonly spans: Readonly<SpanCounts>,
  ) {
    const ids = new RandomIdGenerator()
    this.unrecorded = { traceparent: `00-${ids.generateTraceId()}-${ids.generateSpanId()}-00` }
  }

  begin(received: ReceivedContext, name: string, options: SpanOptions = {}): Span | undefined {
    const span = this.#start(name, options, remoteOf(received))
    return span.isRecording() ? this.#wrap(span) : undefined
  }

  /** @param links spans that it belongs to besides its parent */
  start(name: string, options: SpanOptions, parent?: SpanContext, links: readonly SpanContext[] = []): Span {
    return this.#wrap(this.#start(name, options, parent, links))
  }

  #start(
    name: string,
    { kind = 'internal', attributes = {}, startedAt = performance.now() }: SpanOptions,
    parent?: SpanContext,
    links: readonly SpanContext[] = [],
  ): ApiSpan {
    const options: ApiSpanOptions = {
      kind: kinds[kind],
      attributes,
      startTime: this.time.of(startedAt),
      links: links.map((context) => ({ context })),
    }
    const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent)
    return this.api.startSpan(name, options, context)
  }

  #wrap(span: ApiSpan): Span {
    return new OtelSpan(span, this, this.time)
  }
}

function remoteOf({ traceparent, tracestate }: ReceivedContext): SpanContext | undefined {
  const parsed = traceparent ? parseTraceParent(traceparent) : null
  if (parsed === null) return undefined
  const isKept = tracestate && tracestate.length <= MAX_TRACESTATE
  return { ...parsed, isRemote: true, ...(isKept && { traceState: new TraceState(tracestate) }) }
}
