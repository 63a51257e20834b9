import type { Outcomes } from '../batching/fan-out.ts'
import type { Failure } from '../core/outcome.ts'
import { type FailureCode, worstCode } from './failure-code.ts'

/** Why there is no answer, and the outcome of each classifier. */
export class Refusal {
  private constructor(
    readonly code: FailureCode | 'quorum-not-met' | 'internal',
    readonly detail: string,
    readonly classifiers: Record<string, unknown>,
  ) {}

  /** Some classifiers failed; the code is that of the worst failure. */
  static ofFailures(names: readonly string[], outcomes: Outcomes<unknown>): Refusal {
    const failures = outcomes.filter((outcome): outcome is Failure => outcome.kind !== 'ok')
    const failed = names.filter((_, i) => outcomes[i]?.kind !== 'ok')
    const code = worstCode(failures.map(({ kind }) => kind)) ?? 'internal'
    const detail = `${failed.length} of ${names.length} classifiers failed: ${failed.join(', ')}`
    return new Refusal(code, detail, outcomesByName(names, outcomes))
  }

  /** Too few classifiers answered for a decision. */
  static ofQuorum(names: readonly string[], outcomes: Outcomes<unknown>, quorum: number): Refusal {
    const answered = outcomes.filter(({ kind }) => kind === 'ok').length
    const detail = `${answered} of ${names.length} classifiers answered, at least ${quorum} must`
    return new Refusal('quorum-not-met', detail, outcomesByName(names, outcomes))
  }
}

function outcomesByName(names: readonly string[], outcomes: Outcomes<unknown>): Record<string, unknown> {
  return Object.fromEntries(
    outcomes.map((outcome, i) => [names[i], outcome.kind === 'ok' ? { outcome: 'ok' } : failureOf(outcome)]),
  )
}

function failureOf({ kind, detail, rows }: Failure) {
  return { outcome: kind, detail, ...(rows && { rows }) }
}
