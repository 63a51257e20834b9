import type { CombineStrategy } from '@sepal/ensemble'
import { oneVsRest } from './one-vs-rest.ts'
import { oneVsRestNormalized } from './one-vs-rest-normalized.ts'
import type { Combine } from './vote.ts'

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
