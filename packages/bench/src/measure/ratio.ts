import { LIMIT } from '../contestants/contestant.ts'
import { median } from './percentile.ts'
import type { Cell, Sample } from './sample.ts'

/** A figure that varies from round to round: its median, and its lowest and highest value. */
export type Spread = { median: number; low: number; high: number }

/** The spread of a figure over the rounds; undefined if it is unknown in one of them. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0 || !values.every(Number.isFinite)) return undefined
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) }
}

/**
 * A figure in proportion to that of the do-nothing route, or of another limit, in the same round, so that what slows the
 * machine down for a minute changes it little; undefined where the limit was not measured.
 */
export function ratioToLimit(
  cell: Cell,
  cells: readonly Cell[],
  figureOf: (sample: Sample) => number,
): Spread | undefined {
  const limit = cells.find(
    ({ scenario, load, contestant }) =>
      contestant === (cell.limit ?? LIMIT) && scenario === cell.scenario && load === cell.load,
  )
  if (limit === undefined) return undefined
  return spreadOf(
    cell.samples.map((sample, round) => {
      const least = limit.samples[round]
      return least === undefined ? Number.NaN : figureOf(sample) / figureOf(least)
    }),
  )
}
