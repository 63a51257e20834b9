import type { Environment } from '../src/config.ts'
import { Changes } from './bounded-wait.ts'

type Value = { stringValue?: string; intValue?: number | string; doubleValue?: number; boolValue?: boolean }
type Attribute = { key: string; value: Value }

/** The parts of an OTLP request in JSON that tests look at: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
type ExportRequest = {
  resourceSpans: {
    resource: { attributes: Attribute[] }
    scopeSpans: { spans: SentSpan[] }[]
  }[]
}
type SentSpan = {
  traceId: string
  spanId: string
  parentSpanId?: string
  traceState?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes?: Attribute[]
  links?: { traceId: string; spanId: string }[]
  status?: { code?: number; message?: string }
}

/** A span as it arrived. */
export type ReceivedSpan = Pick<SentSpan, 'traceId' | 'spanId' | 'traceState' | 'name'> & {
  service: unknown
  parent: string | undefined
  kind: 'internal' | 'server' | 'client' | undefined
  attributes: Record<string, unknown>
  /** span IDs */
  links: string[]
  /** why it failed, if it did */
  error: string | undefined
  startMs: number
  endMs: number
}

/** Span kinds by their numbers in OTLP. */
const kinds = [undefined, 'internal', 'server', 'client'] as const
const ERROR = 2

/** An OpenTelemetry collector for tests: takes traces as JSON over HTTP and keeps them, until it goes out of scope. */
export class TraceReceiver implements AsyncDisposable {
  readonly spans: ReceivedSpan[] = []
  readonly #changes = new Changes()
  readonly #server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    reusePort: false,
    fetch: async (request) => {
      if (new URL(request.url).pathname !== '/v1/traces') return new Response('', { status: 404 })
      // The exporter's promise; a test fails if it sends anything else.
      this.spans.push(...spansOf((await request.json()) as ExportRequest))
      this.#changes.notify()
      return Response.json({})
    },
  })

  /** What has a server send its traces here, at once. */
  get environment(): Environment {
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${this.#server.port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '1',
    }
  }

  /** The spans of a trace once they are so many. */
  async trace(traceId: string, count: number): Promise<ReceivedSpan[]> {
    const found = () => this.spans.filter((span) => span.traceId === traceId)
    await this.#changes.until(`${count} spans of the trace ${traceId}`, () => found().length >= count)
    return found()
  }

  /** The first span for which something holds. */
  async span(what: string, holds: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan> {
    await this.#changes.until(what, () => this.spans.some(holds))
    const found = this.spans.find(holds)
    if (found === undefined) throw new Error(`no ${what}`)
    return found
  }

  async [Symbol.asyncDispose]() {
    await this.#server.stop(true)
  }
}

function spansOf({ resourceSpans }: ExportRequest): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = recordOf(resource.attributes)['service.name']
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...received(span), service })))
  })
}

function received({ traceId, spanId, name, ...span }: SentSpan) {
  return {
    traceId,
    spanId,
    name,
    ...(span.traceState !== undefined && { traceState: span.traceState }),
    parent: span.parentSpanId || undefined,
    kind: kinds[span.kind],
    attributes: recordOf(span.attributes ?? []),
    links: (span.links ?? []).map((link) => link.spanId),
    error: span.status?.code === ERROR ? (span.status.message ?? '') : undefined,
    startMs: Number(span.startTimeUnixNano) / 1e6,
    endMs: Number(span.endTimeUnixNano) / 1e6,
  }
}

const recordOf = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, read(value)]))

const read = ({ stringValue, intValue, doubleValue, boolValue }: Value): unknown =>
  stringValue ?? (intValue === undefined ? (doubleValue ?? boolValue) : Number(intValue))

/** The names of a trace's spans, each with those of its parts; spans of one name are joined. */
export type NameTree = { [name: string]: NameTree }

/** Where each span of a trace belongs, from those whose parent is not among them on. */
export function nameTree(spans: readonly ReceivedSpan[]): NameTree {
  const ids = new Set(spans.map(({ spanId }) => spanId))
  const partsOf = (parent: string | undefined): NameTree =>
    Object.fromEntries(
      spans
        .filter((span) => (parent === undefined ? !ids.has(span.parent ?? '') : span.parent === parent))
        .map(({ name, spanId }) => [name, partsOf(spanId)]),
    )
  return partsOf(undefined)
}
