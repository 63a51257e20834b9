export { type Change, changesBetween, type WireDocument } from './changes.ts'
export { type Difference, differences, type Fitting, type Schema } from './schema-fit.ts'
