export { type Classifier, createClassifier } from './app.ts'
export { ClassifierConfig } from './config.ts'
export type { ClassifierDeps } from './deps.ts'
