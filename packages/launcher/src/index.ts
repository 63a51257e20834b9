export type { End } from './child-process.ts'
export type { ChildSpec } from './plan.ts'
export type { ChildEvent, SupervisedChild } from './supervised-child.ts'
export { System, type SystemOptions, startSystem } from './system.ts'
