import { type FailureCode, failureCode } from '../src/answers/failure-code.ts'
import type { FailureKind } from '../src/core/outcome.ts'

/**
 * What it costs callers when one of two replicas has a fault:
 * - `retried`: nothing, since the other one is used, as long as there are retries
 * - `ejected`: one answer per failure until the replica is ejected
 * - `its share`: one answer per call that it gets
 */
export type Cost = 'retried' | 'ejected' | 'its share'

/** Consecutive failures that eject a replica. */
export const OUT_AFTER = 4
/** Retries available in a quiet 10 s; on a busy batcher, a tenth of its calls. */
export const RETRIES = 3

/** What callers see of a faulty classifier, and the cost when another replica is healthy. */
export const callerView: Record<FailureKind, { code: FailureCode; cost: Cost }> = {
  late: { code: failureCode('late'), cost: 'ejected' },
  unavailable: { code: failureCode('unavailable'), cost: 'retried' },
  rejected: { code: failureCode('rejected'), cost: 'its share' },
  unanswerable: { code: failureCode('unanswerable'), cost: 'its share' },
  malformed: { code: failureCode('malformed'), cost: 'retried' },
  shed: { code: failureCode('shed'), cost: 'its share' },
}

/** The outcome of a decision, which needs a quorum, when no classifier answers. */
export const NOBODY_DECIDES = 'quorum-not-met'
