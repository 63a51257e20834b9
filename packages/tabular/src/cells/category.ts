import type { Feature } from '../feature.ts'
import { listed } from '../shown.ts'
import type { CellKind } from './cell-kind.ts'

/** A value is taken as it is, else without the space around it. A category may have `NA` as a value of its own. */
export function categories({ values = [] }: Feature): CellKind {
  const known = new Set(values)
  const ofText = (text: string) => (known.has(text) ? text : known.has(text.trim()) ? text.trim() : undefined)
  return {
    expected: `one of ${listed(values)}`,
    ofText,
    // Numbers that name a category are often numbers in JSON.
    ofJson: (value) =>
      typeof value === 'string' || typeof value === 'number' ? ofText(String(value)) : undefined,
    hasGapWords: true,
  }
}
