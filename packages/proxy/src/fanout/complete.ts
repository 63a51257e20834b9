import { type ProblemCode, ProblemError } from '@sepal/kit'
import type { Outcomes } from './fan-out.ts'
import type { FailureKind } from './outcome.ts'

/** What is worst decides: first what someone must mend, then what may pass by itself. */
const codeOf: readonly [FailureKind, ProblemCode][] = [
  ['malformed', 'bad-classifier-answer'],
  ['rejected', 'bad-classifier-answer'],
  ['unavailable', 'classifier-unavailable'],
  ['shed', 'overloaded'],
  ['late', 'deadline-exceeded'],
]

/**
 * Every classifier's name and value, in the order of `names`, which is that of the outcomes.
 * @throws ProblemError naming each classifier's outcome, when one failed
 */
export function complete<N extends string, V>(
  names: readonly N[],
  outcomes: Outcomes<V>,
): (readonly [N, V])[] {
  return names.map((name, i) => {
    const outcome = outcomes[i]
    if (outcome?.kind !== 'ok') throw incomplete(names, outcomes)
    return [name, outcome.value]
  })
}

function incomplete<V>(names: readonly string[], outcomes: Outcomes<V>): ProblemError {
  const failed = names.filter((_, i) => outcomes[i]?.kind !== 'ok')
  const worst = codeOf.find(([kind]) => outcomes.some((outcome) => outcome.kind === kind))
  const code = worst?.[1] ?? 'internal'
  const told = outcomes.map((outcome, i) => [
    names[i],
    outcome.kind === 'ok' ? { outcome: 'ok' } : { outcome: outcome.kind, detail: outcome.detail },
  ])
  return new ProblemError(
    code,
    `${failed.length} of ${names.length} classifiers failed: ${failed.join(', ')}`,
    {
      extensions: { classifiers: Object.fromEntries(told) },
      headers: code === 'overloaded' || code === 'classifier-unavailable' ? { 'retry-after': '1' } : {},
    },
  )
}
