import type { TraceContext } from '@sepal/server'
import type { Outcome } from './outcome.ts'

/** The replica that a call goes to, without its address: there may be any number of them over time. */
export type CalledReplica = {
  /** among the replicas of its classifier, as they are now */
  position: number
  /** identifies the model it serves, if known */
  model: string | undefined
}

/** Traces one call to a replica. */
export interface CallTrace {
  /** goes with the call */
  readonly context: TraceContext
  /** `isOvertaken`: the call beside it was answered first. */
  ended(outcome: Outcome<unknown>, isOvertaken: boolean): void
}

/** Traces the calls of a batch: its first, a retry when one has failed, a hedge when one lags. */
export interface BatchTrace {
  call(replica: CalledReplica): CallTrace
}
