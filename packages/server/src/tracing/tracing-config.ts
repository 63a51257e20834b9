import { type Static, Type } from '@sinclair/typebox'
import { choiceOption } from '../config.ts'

/**
 * Options of traces, by the names and with the defaults of the OpenTelemetry specification. They are read where traces
 * are exported, by every server alike; the exporter reads further ones itself.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export const TracingConfig = Type.Object({
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.String({
    default: '',
    description:
      'address of an OpenTelemetry collector, like `http://collector:4318`; traces go to `/v1/traces` there. Empty: no traces',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: Type.String({
    default: '',
    description: 'the same as a whole URL, path included; takes precedence',
  }),
  OTEL_EXPORTER_OTLP_PROTOCOL: choiceOption(
    ['http/protobuf', 'http/json'],
    'http/protobuf',
    'form in which traces are sent',
  ),
  OTEL_SDK_DISABLED: Type.Boolean({ default: false, description: 'no traces, whatever else is set' }),
  OTEL_TRACES_EXPORTER: choiceOption(['otlp', 'none'], 'otlp', '`none`: no traces'),
  OTEL_SERVICE_NAME: Type.String({
    default: '',
    description:
      'name of the service in traces; empty: `sepal-proxy`, or `sepal-` and the name of the classifier',
  }),
  OTEL_RESOURCE_ATTRIBUTES: Type.String({
    default: '',
    description:
      'further attributes of the service, like `deployment.environment.name=production`, separated by commas',
  }),
  OTEL_TRACES_SAMPLER: choiceOption(
    [
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
      'always_on',
      'always_off',
      'traceidratio',
    ],
    'parentbased_always_on',
    'which requests are recorded; the `parentbased` ones do as the caller says, if it says anything',
  ),
  OTEL_TRACES_SAMPLER_ARG: Type.Number({
    default: 1,
    minimum: 0,
    maximum: 1,
    description: 'share of the traces that the `traceidratio` samplers record',
  }),
  OTEL_BSP_SCHEDULE_DELAY: Type.Integer({
    default: 5000,
    minimum: 1,
    description: 'how long spans are collected before they are sent, in ms',
  }),
  OTEL_BSP_EXPORT_TIMEOUT: Type.Integer({
    default: 30_000,
    minimum: 1,
    description: 'how long sending them may take, in ms',
  }),
  OTEL_BSP_MAX_QUEUE_SIZE: Type.Integer({
    default: 2048,
    minimum: 1,
    description: 'maximum spans that wait to be sent; beyond it, they are dropped',
  }),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: Type.Integer({
    default: 512,
    minimum: 1,
    description: 'maximum spans that are sent at once',
  }),
})
export type TracingConfig = Static<typeof TracingConfig>
