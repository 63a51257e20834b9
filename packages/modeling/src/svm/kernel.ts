import { at } from '../data/element.ts'
import { variance } from '../data/moments.ts'
import type { Row } from './problem.ts'

/** The radial basis function exp(−γ‖a − b‖²). */
export function radialBasis(a: Row, b: Row, gamma: number): number {
  const squared = a.reduce((sum, value, f) => sum + (value - at(b, f)) ** 2, 0)
  return Math.exp(-gamma * squared)
}

/** scikit-learn's γ = "scale": 1 / (features × variance of all values of the training rows). */
export function scaleGamma(rows: readonly Row[]): number {
  return 1 / (at(rows, 0).length * variance(rows.flat()) || 1)
}
