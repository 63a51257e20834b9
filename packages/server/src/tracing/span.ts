/** What goes with a call, so that its spans belong to the trace: https://www.w3.org/TR/trace-context/ */
export type TraceContext = { readonly traceparent: string; readonly tracestate?: string }

/** What came with a request: it may be anything. */
export type ReceivedContext = {
  traceparent: string | null | undefined
  tracestate: string | null | undefined
}

/** Never text from a caller in a key; values of `undefined` are left out. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>

export type SpanOptions = {
  /** `server` and `client` are the two ends of a call; `internal` if not set */
  kind?: 'server' | 'client' | 'internal'
  attributes?: SpanAttributes
  /** when it began, in the ms of `performance.now()`; now if not set */
  startedAt?: number
}

/** Something that took a while, in a trace that is recorded. */
export interface Span {
  readonly traceId: string
  readonly spanId: string
  /** for a call that is part of it */
  readonly context: TraceContext
  /** Begins a part of it. */
  child(name: string, options?: SpanOptions): Span
  /** Begins what it caused together with others. It is linked to each; alone, it is a part of the one. */
  join(others: readonly Span[], name: string, options?: SpanOptions): Span
  /** Refers to a span of another trace. */
  link(span: Span): void
  rename(name: string): void
  set(attributes: SpanAttributes): void
  /** It failed: a code with few values, and what it means for a person. */
  fail(code: string, detail?: string): void
  /** Ends it, now or at a time in the ms of `performance.now()`. Only the first call counts. */
  end(at?: number): void
  /** Keeps it from ending before what this returns is called: a streamed answer outlasts its handler. */
  hold(): () => void
}

/** What became of the spans that have ended, since the start. */
export type SpanCounts = {
  /** to the collector */
  sent: number
  /** lost, since the collector could not be reached or did not take them */
  failed: number
  /** lost, since more ended than could be sent */
  dropped: number
}

/** Begins spans where a request arrives. */
export interface Tracer {
  /**
   * The span of a request, as part of its caller's trace or as the first of a new one. A context that cannot be read
   * counts as none.
   * @returns `undefined` if the trace is not recorded
   */
  begin(received: ReceivedContext, name: string, options?: SpanOptions): Span | undefined
  /** for a call of which nothing is recorded, so that its receiver records nothing either */
  readonly unrecorded: TraceContext
  readonly spans: Readonly<SpanCounts>
}

/** Traces that are exported. */
export type Tracing = {
  tracer: Tracer
  /** Sends the spans that wait; gives up after two seconds. */
  stop: () => Promise<void>
}

/** The fields of a log line that is about a traced request; none if it is not traced. */
export function traceFields(span: Span | undefined): { traceId?: string; spanId?: string } {
  return span === undefined ? {} : { traceId: span.traceId, spanId: span.spanId }
}
