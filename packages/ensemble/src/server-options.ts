import { Type } from '@sinclair/typebox'

/** Options that the proxy and the classifiers of an ensemble share. */
export const ensembleOptions = {
  MODEL_DIR: Type.String({
    default: '',
    description: 'folder with `ensemble.json`; empty: the `models/` of this repository',
  }),
  BATCH_MAX_ROWS: Type.Integer({
    default: 1024,
    minimum: 1,
    description: 'maximum rows in one call from the proxy to a classifier; set the same value for both',
  }),
}
