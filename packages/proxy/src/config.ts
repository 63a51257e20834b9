import { ensembleOptions } from '@sepal/ensemble'
import { choiceOption, portOption, serverOptions } from '@sepal/server'
import { type Static, Type } from '@sinclair/typebox'

/** What the proxy reads from its environment, beside `SERVICE_<NAME>` (see addresses.ts). */
export const ProxyConfig = Type.Object({
  PORT: portOption('port to listen on', 9000),
  DEADLINE_MS: Type.Integer({
    default: 1000,
    minimum: 1,
    description: 'how long the classifiers may take for a request that does not say, in ms',
  }),
  DEADLINE_MAX_MS: Type.Integer({
    default: 60_000,
    minimum: 1,
    // Bun keeps a connection on which nothing moves for 255 s at most.
    maximum: 240_000,
    description: 'the most that a request may ask for with `x-request-timeout-ms`, in ms',
  }),
  PARTIAL: choiceOption(
    ['refuse', 'allow'],
    'refuse',
    'whether a request that does not say with `?partial` is answered although classifiers failed',
  ),
  QUORUM: Type.Integer({
    default: 1,
    minimum: 1,
    description: 'how many classifiers must have answered for a label without the others',
  }),
  BATCH_INFLIGHT: Type.Integer({
    default: 1,
    minimum: 1,
    description: 'most calls under way at one replica; rows that wait meanwhile go together in the next call',
  }),
  BATCH_QUEUE_ROWS: Type.Integer({
    default: 262_144,
    minimum: 1,
    description:
      'max rows that wait for a classifier, counted separately for requests of more rows than a call takes; one more is refused with `overloaded`',
  }),
  DNS_REFRESH_MS: Type.Integer({
    default: 1000,
    minimum: 10,
    description: "how often the classifiers' host names are looked up again, in ms",
  }),
  CORS_ORIGINS: Type.String({
    default: '',
    description:
      'which web pages may call it from a browser: their origins, as `https://app.example`, separated by commas; `*`: all; empty: none but its own',
  }),
  CONSOLE: choiceOption(
    ['on', 'off'],
    'on',
    'the pages for operators, `/console` and `/services`, which tell where the classifiers are',
  ),
  CONSOLE_DIR: Type.String({
    default: '',
    description: 'folder with the built console; empty: where `bun run build:console` puts it',
  }),
  ...serverOptions,
  ...ensembleOptions,
  MAX_ROWS: Type.Integer({
    default: 131_072,
    minimum: 1,
    description: 'largest number of rows in one request',
  }),
  MAX_BATCH_BYTES: Type.Integer({
    default: 33_554_432,
    minimum: 1,
    description: 'largest request body of the batch routes, in bytes',
  }),
})
/** Options of earlier versions, and what they are called now. */
export const renamedOptions = {
  LANE_INFLIGHT: 'BATCH_INFLIGHT',
  LANE_QUEUE_ROWS: 'BATCH_QUEUE_ROWS',
} as const

export type ProxyConfig = Static<typeof ProxyConfig>
