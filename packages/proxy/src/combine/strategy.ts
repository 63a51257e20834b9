import type { CombineStrategy } from '@sepal/ensemble'
import { oneVsRest } from './one-vs-rest.ts'
import { oneVsRestNormalized } from './one-vs-rest-normalized.ts'

/** A classifier's probability that the row is of its own class. */
export type Vote<N extends string> = { name: N; proba: number }

/** The decision over all classifiers: whose class it is, and how sure that is. */
export type Decision<N extends string> = { proba: number; label: N }

/**
 * Decides for one row. `votes` are in the manifest's order and at least one; ties go to the first.
 * Pure: the same votes give the same decision, whatever order they arrived in.
 */
export type Combine = <N extends string>(votes: readonly Vote<N>[]) => Decision<N>

const strategies: Record<CombineStrategy, Combine> = {
  'one-vs-rest': oneVsRest,
  'one-vs-rest-normalized': oneVsRestNormalized,
}

/**
 * The strategy that a manifest names.
 * @throws RangeError for a name that `checkManifest` would have refused
 */
export function combineStrategy(name: string): Combine {
  const strategy = Object.entries(strategies).find(([known]) => known === name)?.[1]
  if (strategy === undefined) throw new RangeError(`no combine strategy "${name}"`)
  return strategy
}
