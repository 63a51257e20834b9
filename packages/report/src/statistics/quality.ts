import type { Quality } from '../findings.ts'
import { Calibration } from './calibration.ts'
import { wilson } from './wilson.ts'

/** Adds up how right the answers of one classifier, or the decisions, were. */
export class QualityCount {
  #rows = 0
  #hits = 0
  readonly #errors = { rows: 0, absolute: 0, squares: 0, sum: 0 }
  readonly #calibration = new Calibration()

  label(said: string, right: string) {
    this.#rows += 1
    if (said === right) this.#hits += 1
  }

  value(said: number, right: number) {
    const error = said - right
    this.#errors.rows += 1
    this.#errors.absolute += Math.abs(error)
    this.#errors.squares += error ** 2
    this.#errors.sum += error
  }

  /** @param right place of the class that was right, −1 for none */
  probabilities(said: readonly number[], right: number) {
    this.#calibration.add(said, right)
  }

  get quality(): Quality {
    const { rows, absolute, squares, sum } = this.#errors
    const { brier, error, bins } = this.#calibration
    return {
      ...(this.#rows > 0 && { accuracy: wilson(this.#hits, this.#rows) }),
      ...(rows > 0 && {
        errors: {
          rows,
          meanAbsolute: absolute / rows,
          rootMeanSquare: Math.sqrt(squares / rows),
          mean: sum / rows,
        },
      }),
      ...(this.#calibration.rows > 0 && {
        calibration: { rows: this.#calibration.rows, brier, error, bins },
      }),
    }
  }
}
