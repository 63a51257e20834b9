export { ClassifierConfig } from './config.ts'
export { addModelFigures } from './metrics.ts'
export { type StartedClassifier, startClassifier } from './start-classifier.ts'
