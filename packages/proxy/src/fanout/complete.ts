import {
  byClassifier,
  type ClassifierName,
  classifierNames,
  type Manifest,
  type PerClassifier,
} from '@sepal/ensemble'
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
 * Every classifier's value.
 * @throws ProblemError naming each classifier's outcome, when one failed
 */
export function complete<const M extends Manifest, V>(
  manifest: M,
  outcomes: Outcomes<M, V>,
): PerClassifier<M, V> {
  const values: [ClassifierName<M>, V][] = []
  for (const name of classifierNames(manifest)) {
    const outcome = outcomes[name]
    if (outcome.kind !== 'ok') throw incomplete(manifest, outcomes)
    values.push([name, outcome.value])
  }
  return byClassifier<M, V>(values)
}

function incomplete<const M extends Manifest, V>(manifest: M, outcomes: Outcomes<M, V>): ProblemError {
  const names = classifierNames(manifest)
  const failed = names.filter((name) => outcomes[name].kind !== 'ok')
  const worst = codeOf.find(([kind]) => failed.some((name) => outcomes[name].kind === kind))
  const code = worst?.[1] ?? 'internal'
  const classifiers = Object.fromEntries(
    names.map((name) => {
      const outcome = outcomes[name]
      return [
        name,
        outcome.kind === 'ok' ? { outcome: 'ok' } : { outcome: outcome.kind, detail: outcome.detail },
      ]
    }),
  )
  return new ProblemError(
    code,
    `${failed.length} of ${names.length} classifiers failed: ${failed.join(', ')}`,
    {
      extensions: { classifiers },
      headers: code === 'overloaded' || code === 'classifier-unavailable' ? { 'retry-after': '1' } : {},
    },
  )
}
