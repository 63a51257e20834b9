import { type Span, shareOf } from '../map/axes.ts'

/** Kept free at each end, as a share of what is shown. */
const MARGIN = 0.08

/** A scale that has room for all of these values. */
export function scaleOf(values: readonly number[]): Span {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const margin = (high - low) * MARGIN || Math.abs(low) * MARGIN || 1
  return [low - margin, high + margin]
}

/** A scale with a threshold in its middle: it grows in steps of 1, 2 and 5, so that a score is seen to move. */
export function scaleAround(threshold: number, score: number): Span {
  const distance = Math.abs(score - threshold)
  if (!(distance > 0)) return [threshold - 1, threshold + 1]
  const magnitude = 10 ** Math.floor(Math.log10(distance))
  const half = magnitude * ([1, 2, 5, 10].find((factor) => factor * magnitude > distance) ?? 20)
  return [threshold - half, threshold + half]
}

/** Where on a scale a value is, 0 to 1, also for one that is beyond it. */
export const placeOn = (scale: Span, value: number): number => Math.min(1, Math.max(0, shareOf(scale, value)))
