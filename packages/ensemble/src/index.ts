export { FLOAT32_MAX } from './float32.ts'
export { loadManifest } from './load.ts'
export {
  type ClassifierName,
  type CombineStrategy,
  checkManifest,
  classifierNames,
  combineStrategies,
  type Manifest,
  ManifestError,
  serviceVariable,
} from './manifest.ts'
export {
  type ClassifierMetadata,
  ClassifierMetadataSchema,
  HealthSchema,
  labelSchema,
  perClassifier,
  probabilitiesSchema,
  type Rows,
  rowsSchema,
  shapeOf,
} from './wire.ts'
