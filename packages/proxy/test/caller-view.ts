import { type FailureCode, failureCode } from '../src/answers/failure-code.ts'
import type { FailureKind } from '../src/core/outcome.ts'

/**
 * What it costs callers when one of two replicas fails in a way:
 * - `retried`: nothing, as the other one is asked, as long as there are retries
 * - `ejected`: an answer for each failure until it is left alone
 * - `its share`: an answer for each call that it gets
 */
export type Cost = 'retried' | 'ejected' | 'its share'

/** So many failures in a row put a replica out. */
export const OUT_AFTER = 4
/** So many retries there are in a quiet 10 s; on a busy batcher a tenth of its calls. */
export const RETRIES = 3

/** What a caller is told of a classifier that fails in a way, and what it costs when another replica is well. */
export const callerView: Record<FailureKind, { code: FailureCode; cost: Cost }> = {
  late: { code: failureCode('late'), cost: 'ejected' },
  unavailable: { code: failureCode('unavailable'), cost: 'retried' },
  rejected: { code: failureCode('rejected'), cost: 'its share' },
  unanswerable: { code: failureCode('unanswerable'), cost: 'its share' },
  malformed: { code: failureCode('malformed'), cost: 'retried' },
  shed: { code: failureCode('shed'), cost: 'its share' },
}

/** What becomes of a decision, for which there must be a quorum, when no classifier answers. */
export const NOBODY_DECIDES = 'quorum-not-met'
