export { FLOAT32_MAX } from './float32.ts'
export { decodeFrame, encodeFrame, type Frame } from './frame.ts'
export { loadManifest } from './load.ts'
export {
  byClassifier,
  type ClassifierName,
  type CombineStrategy,
  checkManifest,
  classifierNames,
  combineStrategies,
  FeatureSchema,
  fromNames,
  type Manifest,
  ManifestError,
  mapClassifiers,
  type PerClassifier,
  serviceVariable,
} from './manifest.ts'
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
