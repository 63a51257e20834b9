const TOLERANCE = 0.005 / 2
const MAX_STEPS = 100
/** Keeps a pairwise probability away from 0 and 1. */
const MARGIN = 1e-7

/**
 * The probability of the first of two classes, as LIBSVM, scikit-learn and ONNX Runtime's SVMClassifier derive it
 * from the pairwise probability `pairwise`. For two classes the exact answer is `pairwise` itself; they reach it by
 * an iteration made for many classes, which stops within a tolerance. We follow them, so that a card's figures are
 * those of the model as it is served.
 *
 * Source: T.-F. Wu, C.-J. Lin and R. C. Weng, "Probability Estimates for Multi-class Classification by Pairwise
 * Coupling", JMLR 5, 2004 (second method, algorithm 2).
 */
export function couple(pairwise: number): number {
  const first = Math.min(Math.max(pairwise, MARGIN), 1 - MARGIN)
  const second = 1 - first
  let p = 0.5
  for (let step = 0; step < MAX_STEPS; step++) {
    // Q = [second², −first·second; −first·second, first²], and this is what Qp and pᵀQp come to.
    const excess = second * p - first * (1 - p)
    const error = Math.max(Math.abs(second * excess - excess ** 2), Math.abs(-first * excess - excess ** 2))
    if (error < TOLERANCE) break
    p = updated(p, second, first)
    p = 1 - updated(1 - p, first, second)
  }
  return p
}

/** One coordinate's step: solves for its probability with the other's held, then makes the two sum to 1. */
function updated(p: number, own: number, other: number): number {
  const excess = own * p - other * (1 - p)
  const step = (excess ** 2 - own * excess) / own ** 2
  return (p + step) / (1 + step)
}
