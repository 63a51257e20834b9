import { type Span as ApiSpan, type SpanContext, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import type { Span, SpanAttributes, SpanOptions, TraceContext } from '../span.ts'
import type { WallTime } from './wall-time.ts'

/** Begins further spans. */
type Starter = {
  start(name: string, options: SpanOptions, parent?: SpanContext, links?: readonly SpanContext[]): Span
}

/** A span of the SDK's. */
export class OtelSpan implements Span {
  readonly #own: SpanContext
  #holds = 0
  /** when it would have ended without a hold */
  #endedAt: number | undefined

  constructor(
    private readonly span: ApiSpan,
    private readonly starter: Starter,
    private readonly time: WallTime,
  ) {
    this.#own = span.spanContext()
  }

  get traceId(): string {
    return this.#own.traceId
  }

  get spanId(): string {
    return this.#own.spanId
  }

  get context(): TraceContext {
    const { traceId, spanId, traceFlags, traceState } = this.#own
    const flags = (traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0')
    const tracestate = traceState?.serialize()
    return { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(tracestate && { tracestate }) }
  }

  child(name: string, options: SpanOptions = {}): Span {
    return this.starter.start(name, options, this.#own)
  }

  join(others: readonly Span[], name: string, options: SpanOptions = {}): Span {
    const links = [this, ...others].map(contextOf)
    return this.starter.start(name, options, others.length === 0 ? this.#own : undefined, links)
  }

  link(span: Span) {
    this.span.addLink({ context: contextOf(span) })
  }

  rename(name: string) {
    this.span.updateName(name)
  }

  set(attributes: SpanAttributes) {
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined) this.span.setAttribute(key, value)
    }
  }

  fail(code: string, detail?: string) {
    this.span.setAttribute('error.type', code)
    this.span.setStatus({ code: SpanStatusCode.ERROR, ...(detail !== undefined && { message: detail }) })
  }

  end(at = performance.now()) {
    if (this.#holds > 0) this.#endedAt ??= at
    else if (this.span.isRecording()) this.span.end(this.time.of(at))
  }

  hold(): () => void {
    let isHeld = true
    this.#holds += 1
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#holds -= 1
      if (this.#endedAt !== undefined) this.end()
    }
  }
}

function contextOf({ traceId, spanId }: Span): SpanContext {
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED }
}
