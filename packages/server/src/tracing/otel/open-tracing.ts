import { createNoopMeter, DiagLogLevel, diag, type MeterProvider } from '@opentelemetry/api'
import { setGlobalErrorHandler } from '@opentelemetry/core'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Log } from '../../log.ts'
import type { SpanCounts, Tracing } from '../span.ts'
import type { TracingConfig } from '../tracing-config.ts'
import { OtelTracer } from './otel-tracer.ts'
import { samplerOf } from './sampler.ts'
import { WallTime } from './wall-time.ts'
import { WatchedExporter } from './watched-exporter.ts'

export type OpenOptions = {
  url: URL
  /** of the service */
  service: string
  config: TracingConfig
  log: Log
}

/** A batch has a link to each of its requests, and there may be more of them than the 128 that the SDK allows. */
const MAX_LINKS = 4096

/** How long sending the last spans may take: a collector that hangs must not keep a server from stopping, ms. */
const LAST_SPANS_MS = 2000

/** Spans of the OpenTelemetry SDK, sent in batches by its exporter. Nothing is patched, and nothing is global but its warnings. */
export async function openTracing({ url, service, config, log }: OpenOptions): Promise<Tracing> {
  passOnWarnings(log)
  const exporter = await exporterTo(url, config)
  const counts = { sent: 0, failed: 0, dropped: 0 }
  const processor = new BatchSpanProcessor({
    exporter: new WatchedExporter(exporter, counts, log),
    selfObsMeterProvider: countingDrops(counts),
    scheduledDelayMillis: config.OTEL_BSP_SCHEDULE_DELAY,
    exportTimeoutMillis: config.OTEL_BSP_EXPORT_TIMEOUT,
    maxQueueSize: config.OTEL_BSP_MAX_QUEUE_SIZE,
    maxExportBatchSize: config.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
  })
  const sampler = samplerOf(config)
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes({ 'service.name': service })),
    sampler,
    spanProcessors: [processor],
    spanLimits: { linkCountLimit: MAX_LINKS },
  })
  const tracer = new OtelTracer(provider.getTracer('sepal'), new WallTime(), counts)
  log.info({ url: `${url}`, service, sampler: `${sampler}` }, 'sending traces')
  return {
    tracer,
    stop: async () => {
      const sent = provider.shutdown().then(
        () => true,
        () => true,
      )
      const isSent = await Promise.race([sent, Bun.sleep(LAST_SPANS_MS).then(() => false)])
      if (!isSent) log.warn({ withinMs: LAST_SPANS_MS }, 'the last traces could not be sent')
    },
  }
}

/** It reads its own variables too: headers, timeout, compression and certificates. */
async function exporterTo(url: URL, config: TracingConfig): Promise<SpanExporter> {
  const options = { url: `${url}` }
  if (config.OTEL_EXPORTER_OTLP_PROTOCOL === 'http/json') {
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
    return new OTLPTraceExporter(options)
  }
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto')
  return new OTLPTraceExporter(options)
}

/** By the SDK's name for it, a span that its queue had no room for. */
const QUEUE_FULL = 'queue_full'

/** Counts what the SDK drops, which it tells in metrics of its own alone. */
function countingDrops(counts: Pick<SpanCounts, 'dropped'>): MeterProvider {
  const meter = createNoopMeter()
  meter.createCounter = () => ({
    add(spans, attributes) {
      if (attributes?.['error.type'] === QUEUE_FULL) counts.dropped += spans
    },
  })
  return { getMeter: () => meter }
}

/** What the SDK would write to the console. That spans cannot be sent is reported by WatchedExporter. */
function passOnWarnings(log: Log) {
  const ignore = () => {}
  const logger = {
    error: (message: string) => log.warn({ from: 'OpenTelemetry' }, message),
    warn: (message: string) => log.warn({ from: 'OpenTelemetry' }, message),
    info: ignore,
    debug: ignore,
    verbose: ignore,
  }
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  setGlobalErrorHandler(ignore)
}
