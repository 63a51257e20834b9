export { type Classifier, type ClassifierDeps, createClassifier } from './app.ts'
export { ClassifierConfig } from './config.ts'
