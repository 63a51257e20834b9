import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import type { LoadResult } from '../measure/sample.ts'

const AutocannonResult = Type.Object({
  /** seconds */
  duration: Type.Number(),
  errors: Type.Integer(),
  non2xx: Type.Integer(),
  '2xx': Type.Integer(),
  /** whole milliseconds */
  latency: Type.Object({ p50: Type.Number(), p99: Type.Number(), p99_9: Type.Number() }),
})

/**
 * Reads what `autocannon --json` printed.
 * @throws Error when that is not a result
 */
export function parseAutocannonOutput(output: string): LoadResult {
  const result = Value.Parse(AutocannonResult, JSON.parse(output))
  return {
    answered: result['2xx'],
    errors: result.errors + result.non2xx,
    durationMs: result.duration * 1000,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    p999Ms: result.latency.p99_9,
  }
}
