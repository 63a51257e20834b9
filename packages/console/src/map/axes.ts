import type { Feature, NumericFeature } from '../api/wire.ts'
import type { Ensemble } from '../shell/ensemble.ts'

/** A stretch of an axis: its two ends. */
export type Span = readonly [low: number, high: number]

/** A feature that the map is drawn over. */
export type Axis = { index: number; feature: NumericFeature; span: Span }

/** With a single number among the features there is no second axis, and the map is a strip. */
export type Axes = { x: Axis; y: Axis | undefined }

/** Shown beyond what was observed, at each end, as a share of the range. */
const MARGIN = 0.06

export const isNumeric = (feature: Feature): feature is NumericFeature =>
  feature.kind === undefined || feature.kind === 'number' || feature.kind === 'integer'

/** Whether there is something to show over a plane, or at least along a line. */
export const isMapped = ({ features, decision }: Pick<Ensemble, 'features' | 'decision'>): boolean =>
  features.some(isNumeric) && (decision === 'label' || decision === 'value')

type Chosen = { x?: string; y?: string }

/** The axes with these features, or else the first two numbers; `undefined` where no feature is a number. */
export function axesOf(
  chosen: Chosen,
  { features, sample }: Pick<Ensemble, 'features' | 'sample'>,
): Axes | undefined {
  const numbers = features.flatMap((feature, index) =>
    isNumeric(feature) ? [{ index, feature, span: spanOf(feature, sample[index]) }] : [],
  )
  const find = (name: string | undefined) => numbers.find(({ feature }) => feature.name === name)
  const x = find(chosen.x) ?? numbers[0]
  if (x === undefined) return undefined
  const y = find(chosen.y)
  return { x, y: y !== x && y !== undefined ? y : numbers.find((axis) => axis !== x) }
}

/** Where nothing was said of a range, what is around the sample. */
function spanOf({ range }: NumericFeature, sample: unknown): Span {
  const middle = typeof sample === 'number' ? sample : 0
  const around = Math.abs(middle) || 1
  const [low = 0, high = 1] = range ?? [middle - around, middle + around]
  const margin = (high - low || Math.abs(low) || 1) * MARGIN
  return [low - margin, high + margin]
}

/** Where on an axis a value is, 0 to 1 from its low end. */
export const shareOf = ([low, high]: Span, value: number): number => (value - low) / (high - low)

/** The value at a share of a span. */
export const valueAt = ([low, high]: Span, share: number): number => low + share * (high - low)

/** The value of a feature at a share of its axis: a whole number where it takes no other. */
export function featureValueAt({ feature, span }: Axis, share: number): number {
  const value = valueAt(span, share)
  return feature.kind === 'integer' ? Math.round(value) : value
}

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
