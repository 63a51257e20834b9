import type { Outcomes } from '../batching/fan-out.ts'
import { Refusal } from './refusal.ts'

/** Each classifier's value, in the order of the manifest. */
export type Answers<N extends string, V> = readonly (readonly [name: N, value: V])[]

/** Every classifier's name and value, in the order of `names` and of the outcomes; all must have answered. */
export function complete<N extends string, V>(
  names: readonly N[],
  outcomes: Outcomes<V>,
): Answers<N, V> | Refusal {
  const { answers, missing } = available(names, outcomes)
  return missing.length === 0 ? answers : Refusal.ofFailures(names, outcomes)
}

/** The answers there are, and the names of the missing classifiers, both in the order of `names`. */
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
