import { at } from '../data/element.ts'
import { mean, variance } from '../data/moments.ts'
import type { Row } from './problem.ts'

/** Per feature: the training rows' mean and standard deviation (of the population, as scikit-learn's). */
export type Scaling = { mean: number[]; deviation: number[] }

/** Learns a scaling from rows [N, F]. A constant feature gets the deviation 1, so that it scales to 0. */
export function fitScaling(rows: readonly Row[]): Scaling {
  const columns = at(rows, 0).map((_, feature) => rows.map((row) => at(row, feature)))
  return {
    mean: columns.map(mean),
    deviation: columns.map((column) => Math.sqrt(variance(column)) || 1),
  }
}

/** A row with every feature in standard deviations from the training mean. */
export function scale(row: Row, scaling: Scaling): Row {
  return row.map((value, f) => (value - at(scaling.mean, f)) / at(scaling.deviation, f))
}
