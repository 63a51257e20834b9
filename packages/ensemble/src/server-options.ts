import { Type } from '@sinclair/typebox'

/** Options that the proxy and the classifiers of an ensemble share. */
export const ensembleOptions = {
  MODEL_DIR: Type.String({
    default: '',
    description: 'folder with `ensemble.json`; empty: the `models/` of this repository',
  }),
  UPSTREAM_TOKEN: Type.String({
    default: '',
    description:
      'secret that the proxy sends to the classifiers, and without which they refuse everything but `/health`; the same for all',
  }),
  UPSTREAM_TOKEN_FILE: Type.String({ default: '', description: 'file with `UPSTREAM_TOKEN`; read at start' }),
  BATCH_MAX_ROWS: Type.Integer({
    default: 1024,
    minimum: 1,
    description: 'maximum rows in one call from the proxy to a classifier; set the same value for both',
  }),
}
