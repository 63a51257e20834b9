const BINS = 10

/** Rows whose confidence is in one tenth: how sure the model was, and how often right. */
export type CalibrationBin = { from: number; to: number; rows: number; confidence: number; right: number }

/**
 * How far a model is as often right as it says. The greatest probability of each row is its confidence: Guo et al., "On
 * calibration of modern neural networks", ICML 2017.
 */
export class Calibration {
  readonly #bins = Array.from({ length: BINS }, () => ({ rows: 0, confidence: 0, right: 0 }))
  #squares = 0
  #rows = 0

  /**
   * @param probabilities of all classes
   * @param right place of the class that was right, −1 if none of them was
   */
  add(probabilities: readonly number[], right: number) {
    let best = 0
    for (const [k, p] of probabilities.entries()) {
      if (p > (probabilities[best] ?? 0)) best = k
      this.#squares += (p - (k === right ? 1 : 0)) ** 2
    }
    const confidence = probabilities[best] ?? 0
    const bin = this.#bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]
    this.#rows += 1
    if (bin === undefined) return
    bin.rows += 1
    bin.confidence += confidence
    if (best === right) bin.right += 1
  }

  get rows(): number {
    return this.#rows
  }

  /** The mean squared distance of all probabilities from what was right, 0 to 2. Brier, 1950. */
  get brier(): number {
    return this.#squares / this.#rows
  }

  /** The expected calibration error: the mean distance of confidence and accuracy over the bins, by their rows. */
  get error(): number {
    const gaps = this.bins.map(({ rows, confidence, right }) => rows * Math.abs(confidence - right))
    return gaps.reduce((total, gap) => total + gap, 0) / this.#rows
  }

  /** Those that have rows. */
  get bins(): CalibrationBin[] {
    return this.#bins.flatMap(({ rows, confidence, right }, i) =>
      rows === 0
        ? []
        : [{ from: i / BINS, to: (i + 1) / BINS, rows, confidence: confidence / rows, right: right / rows }],
    )
  }
}
