export { ContractError } from './contract-error.ts'
export { type ModelSource, readModelSource } from './model-source.ts'
export { type OpenClassifier, openClassifier } from './open-classifier.ts'
