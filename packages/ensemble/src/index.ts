export {
  byClassifier,
  type ClassifierName,
  classifierNames,
  fromNames,
  mapClassifiers,
  type PerClassifier,
} from './classifier-names.ts'
export { FLOAT32_MAX } from './float32.ts'
export { decodeFrame, encodeFrame, type Frame } from './frame.ts'
export { loadManifest } from './load.ts'
export {
  type CombineStrategy,
  checkManifest,
  combineStrategies,
  FeatureSchema,
  type Manifest,
} from './manifest.ts'
export { ManifestError } from './manifest-error.ts'
export { serviceVariable } from './service-variable.ts'
export { AnswerFrame, RequestFrame, SocketAnswer, SocketRequest } from './socket.ts'
export {
  type ClassifierMetadata,
  ClassifierMetadataSchema,
  HealthSchema,
  labelSchema,
  perClassifierSchema,
  probabilitiesSchema,
  rowsSchema,
  shapeOf,
} from './wire.ts'
