import { ensembleOptions } from '@sepal/ensemble'
import { portOption, serverOptions } from '@sepal/server'
import { type Static, Type } from '@sinclair/typebox'

/** Options that a classifier reads from its environment. */
export const ClassifierConfig = Type.Object({
  MODE: Type.String({ minLength: 1, description: 'name of the classifier in `ensemble.json`' }),
  PORT: Type.Optional(portOption("port to listen on; default: the manifest's")),
  MAX_QUEUE: Type.Integer({
    default: 1024,
    minimum: 1,
    description: 'maximum requests waiting for the model; beyond it, requests are refused with `overloaded`',
  }),
  INLINE_MAX_MS: Type.Number({
    default: 2,
    minimum: 0,
    description:
      'threshold for the median inference time of one row, in ms; slower models run in their own threads',
  }),
  INFERENCE_THREADS: Type.Integer({ default: 1, minimum: 1, description: 'threads of a slow model' }),
  ...serverOptions,
  ...ensembleOptions,
  MAX_ROWS: Type.Integer({ default: 4096, minimum: 1, description: 'maximum rows in one request' }),
})
export type ClassifierConfig = Static<typeof ClassifierConfig>
