import type { Feature } from '../api/wire.ts'
import type { Ensemble } from '../shell/ensemble.ts'

/** A stretch of an axis: its two ends. */
export type Span = readonly [low: number, high: number]

/** A feature that the map is drawn over. */
export type Axis = { index: number; feature: Feature; span: Span }

/** With a single feature there is no second axis, and the map is a strip. */
export type Axes = { x: Axis; y: Axis | undefined }

/** Shown beyond what was observed, at each end, as a share of the range. */
const MARGIN = 0.06

/** The axes with these features, or else the first two. */
export function axesOf(chosen: { x?: string; y?: string }, { features }: Pick<Ensemble, 'features'>): Axes {
  const indexOf = (name: string | undefined) => features.findIndex((feature) => feature.name === name)
  const x = Math.max(0, indexOf(chosen.x))
  const y = indexOf(chosen.y)
  const other = y >= 0 && y !== x ? y : x === 0 ? 1 : 0
  const [first, second] = [axisOf(features, x), axisOf(features, other)]
  if (first === undefined) throw new Error('an ensemble has a feature')
  return { x: first, y: features.length > 1 ? second : undefined }
}

function axisOf(features: readonly Feature[], index: number): Axis | undefined {
  const feature = features[index]
  return feature && { index, feature, span: spanOf(feature) }
}

function spanOf({ range: [low = 0, high = 1] }: Feature): Span {
  const margin = (high - low || Math.abs(low) || 1) * MARGIN
  return [low - margin, high + margin]
}

/** Where on an axis a value is, 0 to 1 from its low end. */
export const shareOf = ([low, high]: Span, value: number): number => (value - low) / (high - low)

/** The value at a share of an axis. */
export const valueAt = ([low, high]: Span, share: number): number => low + share * (high - low)

const ROUNDING = 1e-9

/** Round values along an axis, some `about` of them. */
export function ticksOf([low, high]: Span, about: number): readonly number[] {
  const rough = (high - low) / about
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = magnitude * ([1, 2, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10)
  // An end that is round itself counts, though a division may put it just outside.
  const first = Math.ceil(low / step - ROUNDING)
  const count = Math.floor(high / step + ROUNDING) - first + 1
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
