import { type Span, shareOf, ticksOf } from '../map/axes.ts'
import { amount, compact, count } from '../shell/figures.ts'
import type { Predicted } from './card.ts'

/** The square that is drawn on, and the room beside it for the scale. */
const SIDE = 200
const LEFT = 44
const BOTTOM = 22

/** More dots than these would hide each other. */
const MAX_DOTS = 1000

/** What a regressor predicted against what was true: on the diagonal it was right. */
export function PredictedPlot({ points }: { points: readonly Predicted[] }) {
  const values = points.flat()
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
  const span: Span = high > low ? [low, high] : [low - 1, high + 1]
  const across = (value: number) => LEFT + shareOf(span, value) * SIDE
  const down = (value: number) => 8 + (1 - shareOf(span, value)) * SIDE
  const every = Math.ceil(points.length / MAX_DOTS)
  return (
    <figure class="plot-card">
      <figcaption>
        <h3>Predicted against actual</h3>
        <p class="muted">Each dot is a row of the test set. On the diagonal the model was right.</p>
      </figcaption>
      <svg
        viewBox={`0 0 ${LEFT + SIDE + 12} ${SIDE + BOTTOM + 12}`}
        role="img"
        aria-label={`Predicted against actual values of ${count(points.length)} rows, from ${amount(low)} to ${amount(high)}`}
      >
        {ticksOf(span, 4).map((tick) => (
          <g key={tick}>
            <line class="rule" x1={across(tick)} x2={across(tick)} y1={down(span[0])} y2={down(span[1])} />
            <line class="rule" x1={across(span[0])} x2={across(span[1])} y1={down(tick)} y2={down(tick)} />
            <text x={across(tick)} y={down(span[0]) + 16} text-anchor="middle">
              {compact(tick)}
            </text>
            <text x={LEFT - 8} y={down(tick) + 4} text-anchor="end">
              {compact(tick)}
            </text>
          </g>
        ))}
        <line class="ideal" x1={across(span[0])} y1={down(span[0])} x2={across(span[1])} y2={down(span[1])} />
        {points
          .filter((_, i) => i % every === 0)
          .map(([actual, predicted], i) => (
            <circle key={i} class="row" cx={across(actual)} cy={down(predicted)} r={2.5} />
          ))}
      </svg>
    </figure>
  )
}
