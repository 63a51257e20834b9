import { ensembleOptions } from '@sepal/ensemble'
import { choiceOption, portOption, serverOptions } from '@sepal/server'
import { type Static, Type } from '@sinclair/typebox'

/** Options that the proxy reads from its environment, besides `SERVICE_<NAME>` (see replica-addresses.ts). */
export const ProxyConfig = Type.Object({
  PORT: portOption('port to listen on', 9000),
  CLASSIFIERS: choiceOption(
    ['apart', 'here'],
    'apart',
    "where a classifier without `SERVICE_<NAME>` is: `apart`, on the manifest's port of 127.0.0.1; `here`, in the proxy's process, with the classifier's options below",
  ),
  DEADLINE_MS: Type.Integer({
    default: 1000,
    minimum: 1,
    description: 'default deadline of a request, in ms',
  }),
  DEADLINE_MAX_MS: Type.Integer({
    default: 60_000,
    minimum: 1,
    // Bun closes idle connections after at most 255 s.
    maximum: 240_000,
    description: 'maximum deadline that a request may set with `x-request-timeout-ms`, in ms',
  }),
  PARTIAL: choiceOption(
    ['refuse', 'allow'],
    'refuse',
    'what to do when classifiers fail and the request has no `?partial`: refuse it, or allow a partial answer',
  ),
  QUORUM: Type.Integer({
    default: 1,
    minimum: 1,
    description: 'minimum number of classifiers that must answer for a partial decision',
  }),
  BATCH_INFLIGHT: Type.Integer({
    default: 1,
    minimum: 1,
    description: 'maximum calls in flight per replica; rows that arrive meanwhile share the next call',
  }),
  BATCH_QUEUE_ROWS: Type.Integer({
    default: 262_144,
    minimum: 1,
    description:
      'maximum rows waiting for a classifier, counted separately for requests that need several calls; beyond it, requests are refused with `overloaded`',
  }),
  DNS_REFRESH_MS: Type.Integer({
    default: 1000,
    minimum: 10,
    description: 'interval for resolving the host names of classifiers again, in ms',
  }),
  API_KEYS_FILE: Type.String({
    default: '',
    description:
      'JSON file with the keys of callers, as `sepal key` writes it, read again when it changes; empty: anybody who reaches the proxy may use it',
  }),
  UPSTREAM_CA: Type.String({
    default: '',
    description:
      'PEM file with the certificates of those who sign the classifiers’, for `SERVICE_<NAME>=https://…`; empty: whom the system trusts',
  }),
  CORS_ORIGINS: Type.String({
    default: '',
    description:
      'origins of web pages that may call the proxy, like `https://app.example`, separated by commas; `*`: all; empty: only its own pages',
  }),
  CONSOLE: choiceOption(
    ['on', 'off'],
    'on',
    'whether to serve `/console` and `/services`, which reveal the addresses of the classifiers',
  ),
  STATISTICS: choiceOption(
    ['on', 'off'],
    'on',
    'whether to count what models are asked and say, for `/metrics` and `/statistics`',
  ),
  CONSOLE_DIR: Type.String({
    default: '',
    description: 'folder with the built console; empty: the output of `bun run build:console`',
  }),
  DECISION_LOG: Type.String({
    default: '',
    description:
      'where to log what is asked and answered, a record a row, as `file:///var/log/sepal/decisions.ndjson`; empty: nowhere',
  }),
  DECISION_LOG_SAMPLE: Type.Number({
    default: 1,
    minimum: 0,
    maximum: 1,
    description: 'share of the requests that the decision log has, by a hash of their ID',
  }),
  DECISION_LOG_OMIT: Type.String({
    default: '',
    description: 'features that the decision log leaves out, separated by commas, or a JSON array',
  }),
  DECISION_LOG_HASH: Type.String({
    default: '',
    description:
      'features of which the decision log has an HMAC-SHA-256, separated by commas, or a JSON array',
  }),
  DECISION_LOG_SALT_FILE: Type.String({
    default: '',
    description: 'file with the secret of these hashes, at least 16 bytes',
  }),
  DECISION_LOG_ROTATE_MB: Type.Integer({
    default: 128,
    minimum: 1,
    description: 'size at which a file of the decision log is closed and compressed, in MiB',
  }),
  DECISION_LOG_ROTATE_HOURS: Type.Integer({
    default: 24,
    minimum: 1,
    // Timers count ms in 31 bits.
    maximum: 596,
    description: 'age at which a file of the decision log is closed and compressed, in hours',
  }),
  DECISION_LOG_KEEP: Type.Integer({
    default: 30,
    minimum: 1,
    description: 'how many compressed files of the decision log stay; the oldest are removed',
  }),
  ...serverOptions,
  ...ensembleOptions,
  MAX_ROWS: Type.Integer({
    default: 131_072,
    minimum: 1,
    description: 'maximum rows in one request',
  }),
  MAX_BATCH_BYTES: Type.Integer({
    default: 33_554_432,
    minimum: 1,
    description: 'maximum request body of the batch routes, in bytes',
  }),
})
/** New names of renamed options, by old name. */
export const renamedOptions = {
  LANE_INFLIGHT: 'BATCH_INFLIGHT',
  LANE_QUEUE_ROWS: 'BATCH_QUEUE_ROWS',
} as const

export type ProxyConfig = Static<typeof ProxyConfig>
