import type { FailureKind } from '../core/outcome.ts'
import type { ProblemCode } from './problems.ts'

/** The problem code of each failure. The worst comes first: the one that a retry helps least with. */
const codes = {
  unanswerable: 'unanswerable-row',
  malformed: 'bad-classifier-answer',
  rejected: 'bad-classifier-answer',
  unavailable: 'classifier-unavailable',
  shed: 'overloaded',
  late: 'deadline-exceeded',
} as const satisfies Record<FailureKind, ProblemCode>

export type FailureCode = (typeof codes)[FailureKind]

/** Each code once, worst first. */
export const failureCodes: readonly FailureCode[] = [...new Set(Object.values(codes))]

export function failureCode(kind: FailureKind): FailureCode {
  return codes[kind]
}

/** The code of several failures: that of the worst. */
export function worstCode(kinds: readonly FailureKind[]): FailureCode | undefined {
  return failureCodes.find((code) => kinds.some((kind) => codes[kind] === code))
}
