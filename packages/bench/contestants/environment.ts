import {
  loadManifest,
  type Manifest,
  mapClassifiers,
  type PerClassifier,
  serviceVariable,
} from '@sepal/ensemble'

/** Maximum rows per request: Sepal's own limit, unless MAX_ROWS says otherwise. */
export const maxRows = Number(process.env.MAX_ROWS ?? 4096)

/** The ensemble in MODEL_DIR. */
export function ensemble(): Promise<Manifest> {
  return loadManifest(process.env.MODEL_DIR ?? '')
}

/** `host:port` of each classifier, from `SERVICE_<NAME>`. */
export function serviceAddresses(manifest: Manifest): PerClassifier<Manifest, string> {
  return mapClassifiers(manifest, (name) => process.env[serviceVariable(name)] ?? '')
}
