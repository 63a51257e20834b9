import { type Environment, readConfig } from '../config.ts'
import type { Log } from '../log.ts'
import { StartupError } from '../startup-error.ts'
import type { Tracing } from './span.ts'
import { TracingConfig } from './tracing-config.ts'

export type TracingOptions = {
  /** of the service, unless the environment names it */
  service: string
  environment: Environment
  log: Log
}

/** For traces in OTLP over HTTP, below the address of a collector. */
const TRACES_PATH = 'v1/traces'

/**
 * Starts exporting traces if the environment says where to. The code for it is only loaded then.
 * @throws StartupError for an option that is not valid
 */
export async function startTracing({
  service,
  environment,
  log,
}: TracingOptions): Promise<Tracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole } = environment
  // Variables of OpenTelemetry may be meant for other programs: without an address they are not even read.
  if (!base && !whole) return undefined
  const config = readConfig(TracingConfig, environment)
  if (config.OTEL_SDK_DISABLED || config.OTEL_TRACES_EXPORTER === 'none') return undefined
  const url = whole
    ? urlIn('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', whole)
    : below(urlIn('OTEL_EXPORTER_OTLP_ENDPOINT', config.OTEL_EXPORTER_OTLP_ENDPOINT))
  const { openTracing } = await import('./otel/open-tracing.ts')
  return await openTracing({ url, service: config.OTEL_SERVICE_NAME || service, config, log })
}

function below(base: URL): URL {
  const url = new URL(base)
  url.pathname = `${base.pathname.replace(/\/$/, '')}/${TRACES_PATH}`
  return url
}

function urlIn(variable: string, text: string): URL {
  const url = URL.parse(text)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new StartupError(
    `${variable} is ${JSON.stringify(text)}, expected the URL of a collector, like http://collector:4318`,
  )
}
