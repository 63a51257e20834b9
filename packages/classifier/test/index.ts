export { GatedModel } from './gated-model.ts'
export { irisFolder, ModelFolder } from './model-folder.ts'
export { type ClassifierOptions, classifierDeps, RunningClassifier } from './running-classifier.ts'
