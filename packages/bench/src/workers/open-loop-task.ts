import { type Static, Type } from '@sinclair/typebox'

export const OpenLoopTask = Type.Object({
  port: Type.Integer(),
  path: Type.String(),
  /** JSON, sent in turn */
  bodies: Type.Array(Type.String(), { minItems: 1 }),
  ratePerSecond: Type.Number({ exclusiveMinimum: 0 }),
  /** requests before this time are sent and not counted */
  warmUpMs: Type.Number({ minimum: 0 }),
  durationMs: Type.Number({ exclusiveMinimum: 0 }),
  /** maximum requests in flight; others wait, and their wait counts */
  connections: Type.Integer({ minimum: 1 }),
})
export type OpenLoopTask = Static<typeof OpenLoopTask>

export const OpenLoopResult = Type.Object({
  answered: Type.Integer(),
  /** answers during the warm-up */
  warmUpAnswered: Type.Integer(),
  errors: Type.Integer(),
  p50Ms: Type.Number(),
  p99Ms: Type.Number(),
  p999Ms: Type.Number(),
  /** how late the tool itself was with 99 % of the requests, ms */
  lagP99Ms: Type.Number(),
  /** share of one processor that the tool used */
  cpuShare: Type.Number(),
})
export type OpenLoopResult = Static<typeof OpenLoopResult>
