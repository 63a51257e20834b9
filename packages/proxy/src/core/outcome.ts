/** Why a classifier gave no usable answer. */
export const failureKinds = ['late', 'unavailable', 'rejected', 'unanswerable', 'malformed', 'shed'] as const

/**
 * - `late`: no answer within the deadline
 * - `unavailable`: refused, reset, unreachable
 * - `rejected`: the classifier refused the rows
 * - `unanswerable`: its model has no answer to one of the rows
 * - `malformed`: not an answer: wrong status, shape, count, range or sender
 * - `shed`: the classifier, or the queue before it, had too much work
 */
export type FailureKind = (typeof failureKinds)[number]

/** `detail` is for callers: no address, no path, no text that came from the classifier. */
export type Failure = {
  kind: FailureKind
  detail: string
  /** the places of the rows that have no answer, counted from 0, as far as they are known */
  rows?: readonly number[]
  /** The whole batch failed, and any one of its rows may be the reason. */
  mayBeOneRow?: boolean
}

/** What became of a call: a value, never a thrown error. */
export type Outcome<V> = { kind: 'ok'; value: V } | Failure
