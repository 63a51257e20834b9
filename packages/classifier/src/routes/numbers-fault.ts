import { allNumbers, type Feature } from '@sepal/ensemble'
import type { Rows } from '../model/rows.ts'

/** What is wrong with `[N, F]` numbers from the proxy: one that is not finite, a gap where none may be, a wrong place. */
export function numbersFault({ numbers, texts }: Rows, features: readonly Feature[]): string | undefined {
  const isPlain =
    texts.length === 0 && features.every(({ kind, mayBeMissing }) => !mayBeMissing && isNumber(kind))
  if (isPlain) return allNumbers(numbers, Number.isFinite) ? undefined : 'a number is not finite'
  for (const [place, feature] of features.entries()) {
    const { mayBeMissing } = feature
    const limit = limitOf(feature, texts.length)
    for (let at = place; at < numbers.length; at += features.length) {
      const value = numbers[at] ?? Number.NaN
      if (mayBeMissing && Number.isNaN(value)) continue
      const isRight = limit === undefined ? Number.isFinite(value) : isPlace(value, limit)
      if (!isRight) return `${feature.name} is ${value}, expected ${describe(limit)}`
    }
  }
  return undefined
}

const isNumber = (kind: Feature['kind']) => kind === 'number' || kind === 'integer'
const isPlace = (value: number, limit: number) => Number.isInteger(value) && value >= 0 && value < limit
const describe = (limit: number | undefined) =>
  limit === undefined ? 'a finite number' : `a place below ${limit}`

/** How many places there are, for what is one. */
function limitOf({ kind, description }: Feature, texts: number): number | undefined {
  if (kind === 'text') return texts
  if (kind === 'boolean') return 2
  if (kind !== 'category') return undefined
  return 'values' in description && Array.isArray(description.values) ? description.values.length : 0
}
