import { type Static, Type } from '@sinclair/typebox'

export const BulkTask = Type.Object({
  url: Type.String(),
  body: Type.String(),
  rowsPerRequest: Type.Integer({ minimum: 1 }),
  durationMs: Type.Number({ minimum: 0 }),
})
export type BulkTask = Static<typeof BulkTask>

export const BulkResult = Type.Object({
  rowsPerSecond: Type.Number(),
  answered: Type.Integer(),
  errors: Type.Integer(),
})
export type BulkResult = Static<typeof BulkResult>
