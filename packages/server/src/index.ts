export { type Address, bind } from './bind.ts'
export { jsonBody } from './body.ts'
export { closeWhileDraining } from './close-while-draining.ts'
export {
  choiceOption,
  type Environment,
  portOption,
  readConfig,
  refuseRenamed,
  serverOptions,
  warnOfMisspelt,
} from './config.ts'
export { Drain } from './drain.ts'
export { FileWatch } from './file-watch.ts'
export { BodyDeadline } from './intake/body-deadline.ts'
export { Intake } from './intake/intake.ts'
export { intakeFigures } from './intake/intake-figures.ts'
export { intakeOf } from './intake/intake-of.ts'
export { MemoryBudget } from './intake/memory-budget.ts'
export { IsoTimes } from './iso-times.ts'
export { announce, type LifecycleMessage, listen, runMain } from './lifecycle.ts'
export { createLog, type Log, microseconds, type RequestLine, silentLog } from './log.ts'
export { certificateFigures } from './metrics/certificate-figures.ts'
export { Distribution, SECONDS, type Tally } from './metrics/distribution.ts'
export type { Families, Family, Sample } from './metrics/family.ts'
export { Metrics } from './metrics/metrics.ts'
export { RequestFigures } from './metrics/request-figures.ts'
export { spanFigures } from './metrics/span-figures.ts'
export { metricsRoute } from './metrics-route.ts'
export { nearest } from './nearest.ts'
export { defineProblems, PROBLEM_MEDIA_TYPE, type Problem, ProblemError } from './problem.ts'
export { problemDetails } from './problem-details.ts'
export { releaseBodies } from './release-bodies.ts'
export { refuseRepeated } from './repeated-query.ts'
export { requestContext } from './request-context.ts'
export { requestLog } from './request-log.ts'
export { TIMEOUT_HEADER, type Timeouts, timeoutOf, timeoutText } from './request-timeout.ts'
export { requestTracing } from './request-tracing.ts'
export { RouteTable } from './route-table.ts'
export { EXACTLY_ONE, EXPECTED, HINT, MEDIA_TYPES, named, SCHEMA_NAME } from './schema-keywords.ts'
export { readSecret } from './secret.ts'
export { serveCertificate } from './serve-certificate.ts'
export type { ServedCertificate } from './served-certificate.ts'
export { serverProblemCodes } from './server-problems.ts'
export { StartupError } from './startup-error.ts'
export { readCertificates, readTls, type Tls } from './tls.ts'
export {
  type Span,
  type SpanAttributes,
  type SpanCounts,
  type SpanOptions,
  type TraceContext,
  type Tracer,
  type Tracing,
  traceFields,
} from './tracing/span.ts'
export { startTracing } from './tracing/start-tracing.ts'
export { TracingConfig } from './tracing/tracing-config.ts'
export { checkHandshake } from './web-socket-handshake.ts'
