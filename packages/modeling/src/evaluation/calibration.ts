import { mean } from '../data/moments.ts'
import type { Prediction } from './prediction.ts'

/** The predictions from `from` to below `to`; in the last bin, up to 1. */
export type CalibrationBin = {
  from: number
  to: number
  rows: number
  meanProba: number
  /** The share that really is of the own class: equal to `meanProba` when the model is well calibrated. */
  ownShare: number
}

/** Sorts predictions into bins of equal width, for a calibration plot. Empty bins are left out. */
export function calibrationCurve(predictions: readonly Prediction[], bins: number): CalibrationBin[] {
  return Array.from({ length: bins }, (_, bin) => {
    const inside = predictions.filter(({ proba }) => Math.min(Math.floor(proba * bins), bins - 1) === bin)
    return {
      from: bin / bins,
      to: (bin + 1) / bins,
      rows: inside.length,
      meanProba: mean(inside.map(({ proba }) => proba)),
      ownShare: mean(inside.map(({ own }) => Number(own))),
    }
  }).filter(({ rows }) => rows > 0)
}
