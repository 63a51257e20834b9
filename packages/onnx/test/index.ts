export * from './exported-model.ts'
export * from './exports.ts'
