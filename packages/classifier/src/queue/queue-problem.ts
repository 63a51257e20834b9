import type { ProblemCode } from '../problems.ts'
import { NotWantedError, QueueFullError } from './inference-queue.ts'

/** Why the queue gave no answer, as callers are told; nothing for what nobody expected. */
export function queueProblem(error: unknown): { code: ProblemCode; detail: string } | undefined {
  if (error instanceof QueueFullError) return { code: 'overloaded', detail: error.message }
  if (error instanceof NotWantedError) return { code: 'deadline-exceeded', detail: error.message }
  return undefined
}
