/** Why a classifier gave no usable answer. */
export const failureKinds = ['late', 'unavailable', 'rejected', 'unanswerable', 'malformed', 'shed'] as const

/**
 * - `late`: no answer by the deadline
 * - `unavailable`: refused, reset, unreachable
 * - `rejected`: the classifier refused the rows
 * - `unanswerable`: its model has no answer to one of the rows
 * - `malformed`: not a valid answer: wrong status, shape, count, range or sender
 * - `shed`: the classifier, or the queue in front of it, is overloaded
 */
export type FailureKind = (typeof failureKinds)[number]

/** `detail` is for callers: no address, no path, no text from the classifier. */
export type Failure = {
  kind: FailureKind
  detail: string
  /** positions of the rows without an answer, counted from 0, as far as known */
  rows?: readonly number[]
  /** The whole batch failed; any one of its rows may be the cause. */
  mayBeOneRow?: boolean
}

/** The result of a call: a value, never a thrown error. */
export type Outcome<V> = { kind: 'ok'; value: V } | Failure
