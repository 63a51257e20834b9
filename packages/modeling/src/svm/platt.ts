/** P(own class | decision value d) = 1 / (1 + exp(slope·d + offset)). */
export type Sigmoid = { slope: number; offset: number }

/** A decision value, and whether its row is of the classifier's own class. */
export type Decision = { value: number; own: boolean }

const MAX_STEPS = 100
const GRADIENT_TOLERANCE = 1e-5
const MIN_STEP = 1e-10
/** Keeps the Hessian positive definite. */
const RIDGE = 1e-12
/** The share of the predicted decrease that a step must reach. */
const SUFFICIENT_DECREASE = 1e-4

/**
 * Fits the sigmoid that turns decision values into probabilities: Newton's method with backtracking on the
 * cross-entropy against Platt's softened targets.
 *
 * Sources: J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999; H.-T. Lin, C.-J. Lin and
 * R. C. Weng, "A Note on Platt's Probabilistic Outputs for Support Vector Machines", Machine Learning 68, 2007.
 */
export function fitSigmoid(decisions: readonly Decision[]): Sigmoid {
  const owned = decisions.filter(({ own }) => own).length
  const rest = decisions.length - owned
  const targets = decisions.map<Target>(({ value, own }) => ({
    value,
    probability: own ? (owned + 1) / (owned + 2) : 1 / (rest + 2),
  }))
  let sigmoid: Sigmoid = { slope: 0, offset: Math.log((rest + 1) / (owned + 1)) }
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = newtonStep(sigmoid, targets)
    if (!next) break
    sigmoid = next
  }
  return sigmoid
}

/** The probability that a sigmoid gives to a decision value. */
export function sigmoidAt(value: number, { slope, offset }: Sigmoid): number {
  return 1 / (1 + Math.exp(slope * value + offset))
}

type Target = { value: number; probability: number }

/** A better sigmoid, or nothing when there is none within the tolerances. */
function newtonStep(sigmoid: Sigmoid, targets: readonly Target[]): Sigmoid | undefined {
  const { gradient, hessian } = derivatives(sigmoid, targets)
  if (Math.max(Math.abs(gradient.slope), Math.abs(gradient.offset)) < GRADIENT_TOLERANCE) return undefined

  const determinant = hessian.slopes * hessian.offsets - hessian.mixed ** 2
  const direction: Sigmoid = {
    slope: -(hessian.offsets * gradient.slope - hessian.mixed * gradient.offset) / determinant,
    offset: -(hessian.slopes * gradient.offset - hessian.mixed * gradient.slope) / determinant,
  }
  const descent = gradient.slope * direction.slope + gradient.offset * direction.offset
  const before = crossEntropy(sigmoid, targets)
  for (let size = 1; size >= MIN_STEP; size /= 2) {
    const candidate: Sigmoid = {
      slope: sigmoid.slope + size * direction.slope,
      offset: sigmoid.offset + size * direction.offset,
    }
    if (crossEntropy(candidate, targets) < before + SUFFICIENT_DECREASE * size * descent) return candidate
  }
  return undefined
}

function crossEntropy({ slope, offset }: Sigmoid, targets: readonly Target[]): number {
  return targets.reduce((sum, { value, probability }) => {
    const exponent = slope * value + offset
    // log(1 + eˣ) = x + log(1 + e⁻ˣ): the form whose exponential cannot overflow.
    return exponent >= 0
      ? sum + probability * exponent + Math.log1p(Math.exp(-exponent))
      : sum + (probability - 1) * exponent + Math.log1p(Math.exp(exponent))
  }, 0)
}

function derivatives(sigmoid: Sigmoid, targets: readonly Target[]) {
  const gradient: Sigmoid = { slope: 0, offset: 0 }
  const hessian = { slopes: RIDGE, mixed: 0, offsets: RIDGE }
  for (const { value, probability } of targets) {
    const predicted = sigmoidAt(value, sigmoid)
    const weight = predicted * (1 - predicted)
    hessian.slopes += value * value * weight
    hessian.mixed += value * weight
    hessian.offsets += weight
    gradient.slope += value * (probability - predicted)
    gradient.offset += probability - predicted
  }
  return { gradient, hessian }
}
