export {
  byClassifier,
  type ClassifierName,
  classifierNames,
  fromNames,
  mapClassifiers,
  type PerClassifier,
} from './classifier-names.ts'
export { classifierProblemCodes } from './classifier-problems.ts'
export {
  type Feature,
  type FeatureDescription,
  type FeatureEntry,
  type FeatureValue,
  featureOf,
} from './features/feature.ts'
export type { WireValue } from './features/feature-kind.ts'
export { decodeFrame, encodeFrame, type Frame } from './frame.ts'
export { hasMovedKeys } from './key-order.ts'
export { type LoadOptions, loadManifest } from './load.ts'
export { checkManifest, type Manifest, manifestJsonSchemaText, type RowValue } from './manifest.ts'
export { ManifestError } from './manifest-error.ts'
export { allNumbers, FLOAT32_MAX, type Numbers } from './numbers.ts'
export {
  type AnswerOf,
  type DescriptionOf,
  type Output,
  type OutputEntry,
  type OutputTag,
  outputOf,
} from './outputs/output.ts'
export { type Answer, OutputDescription } from './outputs/output-kind.ts'
export {
  classifierFeatures,
  type EncodedRows,
  featureNames,
  type NamedRow,
  RowCodec,
  type RowsBody,
  sampleRow,
} from './rows.ts'
export { finalStage, manifestServing, servedEntries } from './served.ts'
export { mapServed, type PerServed, type ServedEntry, type ServedName, servedNames } from './served-names.ts'
export { ensembleOptions } from './server-options.ts'
export { serviceVariable } from './service-variable.ts'
export { AnswerFrame, MAX_DETAIL, RequestFrame, SocketAnswer, SocketRequest } from './socket.ts'
export {
  type Answers,
  type Combination,
  type CombineTag,
  combinationOf,
  type DecidedBy,
  type DecisionOf,
  type DecisionRoute,
  type MayDecideAlone,
  modulePathOf,
  type StrategyTypes,
  type VoterName,
} from './strategies/combine.ts'
export { DecideError, type DecideRow } from './strategies/own-module.ts'
export { STACK } from './strategies/stack-columns.ts'
export type { StackColumn, Strategy, Vote } from './strategies/strategy.ts'
export {
  type ClassifierMetadata,
  ClassifierMetadataSchema,
  classifierNameSchema,
  HealthSchema,
  perClassifierSchema,
  perServedSchema,
  type RowsOptions,
  rowsFault,
  rowsSchema,
  shapeOf,
} from './wire.ts'
