import { expect, test } from 'bun:test'
import { at } from '../data/element.ts'
import { MersenneTwister } from '../random/mersenne-twister.ts'
import { radialBasis } from './kernel.ts'
import type { Example } from './problem.ts'
import { solve } from './smo.ts'

const linear = (a: Example, b: Example) => a.row.reduce((sum, value, f) => sum + value * at(b.row, f), 0)
const point = (x: number, sign: 1 | -1): Example => ({ row: [x], sign })

test('two points: the widest margin has α = 2 / ‖a − b‖² and passes through their middle', () => {
  const { alphas, rho } = solve([point(3, 1), point(1, -1)], linear, { C: 10, tolerance: 1e-9 })
  expect(alphas).toEqual([0.5, 0.5])
  // f(x) = x − rho, and f(2) = 0.
  expect(rho).toBeCloseTo(2, 12)
})

test('C bounds every α, and no α misses its bound by a rounding error', () => {
  const { alphas } = solve([point(3, 1), point(1, -1)], linear, { C: 0.1, tolerance: 1e-9 })
  expect(alphas).toEqual([0.1, 0.1])
})

test('equal rows with different signs end, with every α at its bound', () => {
  const { alphas, rho } = solve([point(1, 1), point(1, -1)], linear, { C: 1, tolerance: 1e-3 })
  expect(alphas).toEqual([1, 1])
  // f(x) = −rho, and any rho from −1 to 1 costs the same.
  expect(rho).toBe(0)
})

test('a kernel that is not positive definite ends too, at the bounds', () => {
  const distance = (a: Example, b: Example) => Number(a !== b)
  expect(solve([point(1, 1), point(2, -1)], distance, { C: 1, tolerance: 1e-3 }).alphas).toEqual([1, 1])
})

test('a noisy problem ends at the optimum: the Karush–Kuhn–Tucker conditions hold', () => {
  const C = 1
  const tolerance = 1e-6
  const random = new MersenneTwister(3)
  const uniform = () => random.next() / 2 ** 32
  const examples = Array.from({ length: 60 }, () => {
    const row = [uniform(), uniform()]
    return { row, sign: at(row, 0) + 0.4 * uniform() > 0.7 ? (1 as const) : (-1 as const) }
  })
  const kernel = (a: Example, b: Example) => radialBasis(a.row, b.row, 2)
  const { alphas, rho } = solve(examples, kernel, { C, tolerance })

  const balance = examples.reduce((sum, { sign }, i) => sum + sign * at(alphas, i), 0)
  expect(balance).toBeCloseTo(0, 12)
  const bounded = { zero: 0, free: 0, C: 0 }
  examples.forEach((example, i) => {
    const alpha = at(alphas, i)
    const value = examples.reduce((sum, o, j) => sum + o.sign * at(alphas, j) * kernel(o, example), -rho)
    const margin = example.sign * value
    if (alpha < C) expect(margin).toBeGreaterThan(1 - 2 * tolerance)
    if (alpha > 0) expect(margin).toBeLessThan(1 + 2 * tolerance)
    bounded[alpha === 0 ? 'zero' : alpha === C ? 'C' : 'free']++
  })
  // Each kind occurs, or the conditions above would say little.
  expect(Math.min(...Object.values(bounded))).toBeGreaterThan(0)
})
