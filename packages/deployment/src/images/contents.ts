// What is in the images beside a project's files, for those who bundle the servers.
export { hasConsole, hasRuntime, KIND_NAMES, type Kind } from './plan.ts'
export { runtimeFiles } from './runtime.ts'
export { billFile, serverFiles } from './servers.ts'
