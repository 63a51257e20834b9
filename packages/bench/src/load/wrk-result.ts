import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { BenchError } from '../bench-error.ts'
import type { LoadResult } from '../measure/sample.ts'
import { RESULT_MARK } from './wrk-script.ts'

const Count = Type.Integer({ minimum: 0 })
const WrkResult = Type.Object({
  /** answers of any status */
  requests: Count,
  duration: Count,
  connect: Count,
  read: Count,
  write: Count,
  /** answers with a status other than 2xx or 3xx */
  status: Count,
  timeout: Count,
  p50: Count,
  p99: Count,
  p999: Count,
})

/**
 * Reads what wrk printed with our script.
 * @throws BenchError with the end of the output when it has no results
 */
export function parseWrkOutput(output: string): LoadResult {
  const line = output.split('\n').find((candidate) => candidate.startsWith(RESULT_MARK))
  if (line === undefined) throw new BenchError(`wrk gave no results: ${output.trim().slice(-200)}`)
  const result = Value.Parse(WrkResult, JSON.parse(line.slice(RESULT_MARK.length)))
  return {
    answered: result.requests - result.status,
    errors: result.connect + result.read + result.write + result.status + result.timeout,
    durationMs: result.duration / 1000,
    p50Ms: result.p50 / 1000,
    p99Ms: result.p99 / 1000,
    p999Ms: result.p999 / 1000,
  }
}
