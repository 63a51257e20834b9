export * from './exported-model.ts'
export * from './exports.ts'
export * from './mixed-columns.ts'
