import { at } from '../data/element.ts'
import { InputError } from '../input-error.ts'
import type { Example, Sign } from './problem.ts'

/** `C`: the price of a row on the wrong side. `tolerance`: how far from the optimum to stop. */
export type SmoSettings = { C: number; tolerance: number }

/** One α per example, and the offset: f(x) = Σ sign·α·K(x, row) − rho. */
export type Solution = { alphas: number[]; rho: number }

/** One unknown of the dual problem. `kernel` is its row of the kernel matrix, [N]. */
type Variable = { index: number; sign: Sign; alpha: number; gradient: number; kernel: Float32Array }

/** Stands in for a curvature of zero or less, as of two equal rows or a kernel that is not positive definite. */
const MIN_CURVATURE = 1e-12

const MAX_STEPS = 10_000_000

/**
 * Trains a support-vector machine: minimises ½ αᵀQα − Σα, with 0 ≤ α ≤ C and Σ sign·α = 0, two α at a time.
 *
 * Source: R.-E. Fan, P.-H. Chen and C.-J. Lin, "Working Set Selection Using Second Order Information for
 * Training Support Vector Machines", JMLR 6, 2005 (WSS 2): the method of LIBSVM, C.-C. Chang and C.-J. Lin.
 *
 * @param kernel K(a, b) of two examples
 * @throws InputError when it does not come within `tolerance` of the optimum
 */
export function solve(
  examples: readonly Example[],
  kernel: (a: Example, b: Example) => number,
  { C, tolerance }: SmoSettings,
): Solution {
  // float32, as in LIBSVM: then equal choices are equal here too, and do not turn on the last digit of an exp().
  const variables = examples.map<Variable>((example, index) => ({
    index,
    sign: example.sign,
    alpha: 0,
    gradient: -1,
    kernel: Float32Array.from(examples, (other) => kernel(example, other)),
  }))
  for (let step = 0; step < MAX_STEPS; step++) {
    const pair = workingSet(variables, { C, tolerance })
    if (!pair) return { alphas: variables.map(({ alpha }) => alpha), rho: offset(variables, C) }
    improve(variables, pair, C)
  }
  throw new InputError(
    `the training did not come within the tolerance ${tolerance} (C is ${C}); try a larger one`,
  )
}

/** The pair that promises the largest decrease, or nothing when the optimum is reached. */
function workingSet(variables: readonly Variable[], { C, tolerance }: SmoSettings): Pair | undefined {
  let up: Variable | undefined
  for (const variable of variables) {
    if (roomAbove(variable, C) > 0 && (!up || slope(variable) >= slope(up))) up = variable
  }
  if (!up) return undefined

  let down: Variable | undefined
  let lowest = Number.POSITIVE_INFINITY
  let largestDecrease = 0
  for (const variable of variables) {
    if (roomBelow(variable, C) === 0) continue
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
  const before = { up: up.sign * up.alpha, down: down.sign * down.alpha }
  const after = moved({ up, down }, C)
  up.alpha = up.sign * after.up
  down.alpha = down.sign * after.down
  // What rounding left of the step, not what was meant: two slopes that should be equal decide the next pair.
  const raised = after.up - before.up
  const lowered = after.down - before.down
  for (const variable of variables) {
    const change = at(up.kernel, variable.index) * raised + at(down.kernel, variable.index) * lowered
    variable.gradient += variable.sign * change
  }
}

/** Both sign·α after the step. One that reaches its bound is set to it, and the other follows from their sum. */
function moved({ up, down }: Pair, C: number): { up: number; down: number } {
  const [from, to] = [up.sign * up.alpha, down.sign * down.alpha]
  const amount = (slope(up) - slope(down)) / curvature(up, down)
  const [above, below] = [roomAbove(up, C), roomBelow(down, C)]
  if (amount < above && amount < below) return { up: from + amount, down: to - amount }
  const sum = from + to
  const [highest, lowest] = [up.sign === 1 ? C : 0, down.sign === 1 ? 0 : -C]
  return above < below ? { up: highest, down: sum - highest } : { up: sum - lowest, down: lowest }
}

/** How far sign·α can grow. */
function roomAbove({ sign, alpha }: Variable, C: number): number {
  return sign === 1 ? C - alpha : alpha
}

/** How far sign·α can shrink. */
function roomBelow({ sign, alpha }: Variable, C: number): number {
  return sign === 1 ? alpha : C - alpha
}

/** How fast the objective falls while sign·α grows. */
function slope({ sign, gradient }: Variable): number {
  return -sign * gradient
}

function curvature(a: Variable, b: Variable): number {
  const value = at(a.kernel, a.index) + at(b.kernel, b.index) - 2 * at(a.kernel, b.index)
  return value > 0 ? value : MIN_CURVATURE
}

/** The mean over the free vectors, where f(x) = sign exactly; without any, the middle of what is possible. */
function offset(variables: readonly Variable[], C: number): number {
  const free = variables.filter(({ alpha }) => alpha > 0 && alpha < C)
  if (free.length > 0) return free.reduce((sum, variable) => sum - slope(variable), 0) / free.length
  const least = Math.max(...variables.filter((v) => roomBelow(v, C) > 0).map((v) => -slope(v)))
  const most = Math.min(...variables.filter((v) => roomAbove(v, C) > 0).map((v) => -slope(v)))
  return (least + most) / 2
}
