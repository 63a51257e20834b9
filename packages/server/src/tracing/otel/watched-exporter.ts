import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'
import type { Log } from '../../log.ts'
import type { SpanCounts } from '../span.ts'

/**
 * Counts spans, and reports when they can no longer be sent, and when they can again: once each, as a collector may be
 * away for long.
 */
export class WatchedExporter implements SpanExporter {
  #lost = 0

  constructor(
    private readonly exporter: SpanExporter,
    private readonly counts: Pick<SpanCounts, 'sent' | 'failed'>,
    private readonly log: Log,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void) {
    this.exporter.export(spans, (result) => {
      this.#record(result, spans.length)
      done(result)
    })
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown()
  }

  #record({ code, error }: ExportResult, spans: number) {
    if (code === ExportResultCode.SUCCESS) {
      this.counts.sent += spans
      if (this.#lost > 0) this.log.info({ lostSpans: this.#lost }, 'traces are sent again')
      this.#lost = 0
      return
    }
    if (this.#lost === 0) this.log.warn({ reason: error?.message }, 'traces cannot be sent')
    this.#lost += spans
    this.counts.failed += spans
  }
}
