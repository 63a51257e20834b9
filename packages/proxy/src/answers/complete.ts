import { type ProblemCode, ProblemError } from '@sepal/server'
import type { Outcomes } from '../batching/fan-out.ts'
import type { Failure } from '../core/outcome.ts'
import { worstCode } from './failure-code.ts'

/** What each classifier gave, in the order of the manifest. */
export type Answers<N extends string, V> = readonly (readonly [name: N, value: V])[]

/**
 * Every classifier's name and value, in the order of `names`, which is that of the outcomes.
 * @throws ProblemError naming each classifier's outcome, when one failed
 */
export function complete<N extends string, V>(names: readonly N[], outcomes: Outcomes<V>): Answers<N, V> {
  return names.map((name, i) => [name, valueAt(names, outcomes, i)])
}

/**
 * One classifier's value, by its place.
 * @throws ProblemError naming each classifier's outcome, when this one failed
 */
export function valueAt<V>(names: readonly string[], outcomes: Outcomes<V>, place: number): V {
  const outcome = outcomes[place]
  if (outcome?.kind !== 'ok') throw incomplete(names, outcomes)
  return outcome.value
}

/** What there is: the answers, and who is missing, both in the order of `names`. */
export function available<N extends string, V>(
  names: readonly N[],
  outcomes: Outcomes<V>,
): { answers: Answers<N, V>; missing: N[] } {
  const answers: (readonly [N, V])[] = []
  const missing: N[] = []
  names.forEach((name, i) => {
    const outcome = outcomes[i]
    if (outcome?.kind === 'ok') answers.push([name, outcome.value])
    else missing.push(name)
  })
  return { answers, missing }
}

/** The problem of a decision for which too few have answered. */
export function quorumNotMet<V>(
  names: readonly string[],
  outcomes: Outcomes<V>,
  quorum: number,
): ProblemError {
  const answered = outcomes.filter(({ kind }) => kind === 'ok').length
  const text = `${answered} of ${names.length} classifiers answered, at least ${quorum} must`
  return problemOf('quorum-not-met', text, { names, outcomes })
}

function incomplete<V>(names: readonly string[], outcomes: Outcomes<V>): ProblemError {
  const failures = outcomes.filter((outcome): outcome is Failure => outcome.kind !== 'ok')
  const failed = names.filter((_, i) => outcomes[i]?.kind !== 'ok')
  const code = worstCode(failures.map(({ kind }) => kind)) ?? 'internal'
  const text = `${failed.length} of ${names.length} classifiers failed: ${failed.join(', ')}`
  return problemOf(code, text, { names, outcomes })
}

/** A problem that tells what became of each classifier. */
function problemOf<V>(
  code: ProblemCode,
  detail: string,
  { names, outcomes }: { names: readonly string[]; outcomes: Outcomes<V> },
): ProblemError {
  const classifiers = outcomes.map((outcome, i) => [
    names[i],
    outcome.kind === 'ok' ? { outcome: 'ok' } : told(outcome),
  ])
  return new ProblemError(code, detail, { extensions: { classifiers: Object.fromEntries(classifiers) } })
}

function told({ kind, detail, rows }: Failure) {
  return { outcome: kind, detail, ...(rows && { rows }) }
}
