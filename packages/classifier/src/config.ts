import { ensembleOptions } from '@sepal/ensemble'
import { portOption, serverOptions } from '@sepal/server'
import { type Static, Type } from '@sinclair/typebox'

/** What a classifier server reads from its environment. */
export const ClassifierConfig = Type.Object({
  MODE: Type.String({ minLength: 1, description: "name of this classifier's entry in `ensemble.json`" }),
  PORT: Type.Optional(portOption("port to listen on; without it, the manifest's")),
  MAX_QUEUE: Type.Integer({
    default: 1024,
    minimum: 1,
    description: 'requests that may wait for the model; one more is refused with `overloaded`',
  }),
  INLINE_MAX_MS: Type.Number({
    default: 2,
    minimum: 0,
    description: 'a model whose median inference of one row takes longer runs in threads of its own, in ms',
  }),
  INFERENCE_THREADS: Type.Integer({ default: 1, minimum: 1, description: 'threads of a model that is slow' }),
  ...serverOptions,
  ...ensembleOptions,
  MAX_ROWS: Type.Integer({ default: 4096, minimum: 1, description: 'largest number of rows in one request' }),
})
export type ClassifierConfig = Static<typeof ClassifierConfig>
