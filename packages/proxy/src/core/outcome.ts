/** Why a classifier gave no usable answer. */
export const failureKinds = ['late', 'unavailable', 'rejected', 'malformed', 'shed'] as const

/**
 * - `late`: no answer within the deadline
 * - `unavailable`: refused, reset, unreachable
 * - `rejected`: the classifier refused the rows
 * - `malformed`: an answer that is not one: wrong status, shape, count, range or sender
 * - `shed`: the classifier, or the queue before it, had too much work
 */
export type FailureKind = (typeof failureKinds)[number]

/** `detail` is for callers: no address, no path, no text that came from the classifier. */
export type Failure = { kind: FailureKind; detail: string }

/** What became of a call: a value, never a thrown error. */
export type Outcome<V> = { kind: 'ok'; value: V } | Failure
