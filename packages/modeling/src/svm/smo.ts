import { at } from '../data/element.ts'
import type { Example, Sign } from './problem.ts'

/** `C`: the price of a row on the wrong side. `tolerance`: how far from the optimum to stop. */
export type SmoSettings = { C: number; tolerance: number }

/** One α per example, and the offset: f(x) = Σ sign·α·K(x, row) − rho. */
export type Solution = { alphas: number[]; rho: number }

/** One unknown of the dual problem. `kernel` is its row of the kernel matrix, [N]. */
type Variable = { index: number; sign: Sign; alpha: number; gradient: number; kernel: Float64Array }

/** Stands in for a curvature of zero or less, which two equal rows give. */
const LEAST_CURVATURE = 1e-12

const MOST_STEPS = 10_000_000

/**
 * Trains a support-vector machine: minimises ½ αᵀQα − Σα, with 0 ≤ α ≤ C and Σ sign·α = 0, two α at a time.
 *
 * Source: R.-E. Fan, P.-H. Chen and C.-J. Lin, "Working Set Selection Using Second Order Information for
 * Training Support Vector Machines", JMLR 6, 2005 (WSS 2): the method of LIBSVM, C.-C. Chang and C.-J. Lin.
 *
 * @param kernel K(a, b) of two examples
 * @throws Error when it does not come within `tolerance` of the optimum
 */
export function solve(
  examples: readonly Example[],
  kernel: (a: Example, b: Example) => number,
  { C, tolerance }: SmoSettings,
): Solution {
  const variables = examples.map<Variable>((example, index) => ({
    index,
    sign: example.sign,
    alpha: 0,
    gradient: -1,
    kernel: Float64Array.from(examples, (other) => kernel(example, other)),
  }))
  for (let step = 0; step < MOST_STEPS; step++) {
    const pair = workingSet(variables, { C, tolerance })
    if (!pair) return { alphas: variables.map(({ alpha }) => alpha), rho: offset(variables, C) }
    improve(variables, pair, C)
  }
  throw new Error(`no solution within ${tolerance} of the optimum after ${MOST_STEPS} steps (C is ${C})`)
}

/** The pair that promises the largest decrease, or nothing when the optimum is reached. */
function workingSet(variables: readonly Variable[], { C, tolerance }: SmoSettings): Pair | undefined {
  let up: Variable | undefined
  for (const variable of variables) {
    if (canRise(variable, C) && (!up || slope(variable) >= slope(up))) up = variable
  }
  if (!up) return undefined

  let down: Variable | undefined
  let lowest = Number.POSITIVE_INFINITY
  let largestDecrease = 0
  for (const variable of variables) {
    if (!canFall(variable, C)) continue
    lowest = Math.min(lowest, slope(variable))
    const violation = slope(up) - slope(variable)
    if (violation <= 0) continue
    const decrease = violation ** 2 / curvature(up, variable)
    if (decrease < largestDecrease) continue
    largestDecrease = decrease
    down = variable
  }
  return down && slope(up) - lowest >= tolerance ? { up, down } : undefined
}

type Pair = { up: Variable; down: Variable }

/** Moves sign·α of the one up and of the other down by the same amount, as far as helps and the box allows. */
function improve(variables: readonly Variable[], { up, down }: Pair, C: number) {
  const best = (slope(up) - slope(down)) / curvature(up, down)
  const amount = Math.min(best, roomAbove(up, C), roomAbove(opposite(down), C))
  move(up, up.sign, amount, C)
  move(down, down.sign === 1 ? -1 : 1, amount, C)
  for (const variable of variables) {
    const difference = at(up.kernel, variable.index) - at(down.kernel, variable.index)
    variable.gradient += variable.sign * amount * difference
  }
}

function move(variable: Variable, direction: Sign, amount: number, C: number) {
  const bound = direction === 1 ? C : 0
  // α + (C − α) may miss C by a rounding error, and the next step would take a bound one for a free one.
  const reaches = amount === Math.abs(bound - variable.alpha)
  variable.alpha = reaches ? bound : variable.alpha + direction * amount
}

/** How far sign·α can grow. */
function roomAbove({ sign, alpha }: Pick<Variable, 'sign' | 'alpha'>, C: number): number {
  return sign === 1 ? C - alpha : alpha
}

function opposite({ sign, alpha }: Variable): Pick<Variable, 'sign' | 'alpha'> {
  return { sign: sign === 1 ? -1 : 1, alpha }
}

function canRise(variable: Variable, C: number): boolean {
  return roomAbove(variable, C) > 0
}

function canFall(variable: Variable, C: number): boolean {
  return roomAbove(opposite(variable), C) > 0
}

/** How fast the objective falls while sign·α grows. */
function slope({ sign, gradient }: Variable): number {
  return -sign * gradient
}

function curvature(a: Variable, b: Variable): number {
  const value = at(a.kernel, a.index) + at(b.kernel, b.index) - 2 * at(a.kernel, b.index)
  return value > 0 ? value : LEAST_CURVATURE
}

/** The mean over the free vectors, where f(x) = sign exactly; without any, the middle of what is possible. */
function offset(variables: readonly Variable[], C: number): number {
  const free = variables.filter(({ alpha }) => alpha > 0 && alpha < C)
  if (free.length > 0) return free.reduce((sum, variable) => sum - slope(variable), 0) / free.length
  const least = Math.max(...variables.filter((v) => canFall(v, C)).map((v) => -slope(v)))
  const most = Math.min(...variables.filter((v) => canRise(v, C)).map((v) => -slope(v)))
  return (least + most) / 2
}
