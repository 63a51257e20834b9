import type { Feature, Row, Value } from '../api/wire.ts'
import type { Ensemble } from '../shell/ensemble.ts'

/** A row in the address: `5.1,3.5,"pro",null`. One that does not fit the ensemble is none. */
export function readRow(text: string | undefined, { features }: Pick<Ensemble, 'features'>): Row | undefined {
  const values = text === undefined ? undefined : listIn(`[${text}]`)
  if (values?.length !== features.length) return undefined
  const fit = values.filter((value, i): value is Value => fits(features[i], value))
  return fit.length === features.length ? fit : undefined
}

/** The row without the brackets of a JSON array. */
export const writeRow = (row: Row): string => JSON.stringify(row).slice(1, -1)

function listIn(json: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Whether the proxy would take a value for a feature. */
export function fits(feature: Feature | undefined, value: unknown): boolean {
  if (feature === undefined) return false
  if (value === null) return feature.missing !== undefined
  switch (feature.kind) {
    case 'integer':
      return Number.isSafeInteger(value)
    case 'category':
      return feature.values.some((known) => known === value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'text':
      return typeof value === 'string'
    default:
      return typeof value === 'number' && Number.isFinite(Math.fround(value))
  }
}

/** A value to begin with, for a feature that has none. */
export function someValue(feature: Feature): Value {
  switch (feature.kind) {
    case 'integer':
      return Math.ceil(feature.range?.[0] ?? 0)
    case 'category':
      return feature.values[0] ?? ''
    case 'boolean':
      return false
    case 'text':
      return ''
    default:
      return feature.range?.[0] ?? 0
  }
}

/** The row with another value for one feature. */
export const withValue = (row: Row, index: number, value: Value): Row =>
  row.map((old, i) => (i === index ? value : old))
