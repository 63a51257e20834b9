export { type HeavyModel, writeHeavyModel } from './onnx/heavy.ts'
export { type LinearWeights, writeLinearModel } from './onnx/linear.ts'
export {
  mixedFeatures,
  mixedSample,
  mixedValueOf,
  writeMixedClasses,
  writeMixedValue,
} from './onnx/mixed-columns.ts'
export { writeSvmModel } from './onnx/svm.ts'
export { MersenneTwister } from './random/mersenne-twister.ts'
export { fitSvm, probability, type SvmModel, type SvmSettings } from './svm/classifier.ts'
export type { Example, Row, Sign } from './svm/problem.ts'
export type { ModelCard } from './training/card.ts'
