import { Type } from '@sinclair/typebox'
import { Flag } from '../features/numeric.ts'
import type { Strategy } from './strategy.ts'

/** No decision: each classifier answers for itself. */
export const none: Strategy<'none', typeof Flag, never, undefined> = {
  tag: 'none',
  options: Flag,
  takes: [],
  route: undefined,
  bind: () => ({
    decisionSchema: Type.Object({}),
    meaning: 'Nothing is decided.',
    minAnswers: 0,
    decide: () => ({}),
    example: () => ({}),
  }),
}
