import { type Span, shareOf, ticksOf } from '../map/axes.ts'
import { amount, compact, count } from '../shell/figures.ts'
import type { ErrorBin } from './card.ts'

const WIDTH = 200
const HEIGHT = 200
const SIDES = 22
const BOTTOM = 22

/** How a regressor's errors are spread: how many rows are off by how much. */
export function ErrorHistogram({ bins }: { bins: readonly ErrorBin[] }) {
  const low = Math.min(...bins.map(({ from }) => from))
  const high = Math.max(...bins.map(({ to }) => to))
  const span: Span = high > low ? [low, high] : [low - 1, high + 1]
  const most = Math.max(1, ...bins.map(({ rows }) => rows))
  const across = (value: number) => SIDES + shareOf(span, value) * WIDTH
  const ground = 8 + HEIGHT
  return (
    <figure class="plot-card">
      <figcaption>
        <h3>Errors</h3>
        <p class="muted">Predicted minus actual, and how many rows of the test set are off by that much.</p>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH + 2 * SIDES} ${ground + BOTTOM + 4}`}
        role="img"
        aria-label={`Errors: ${bins.map(({ from, to, rows }) => `${amount(from)} to ${amount(to)}: ${count(rows)} rows`).join('; ')}`}
      >
        {bins.map(({ from, to, rows }) => (
          <rect
            key={from}
            class="errors"
            x={across(from) + 0.5}
            y={ground - (rows / most) * HEIGHT}
            width={Math.max(1, across(to) - across(from) - 1)}
            height={(rows / most) * HEIGHT}
          >
            <title>{`${amount(from)} to ${amount(to)}: ${count(rows)} rows`}</title>
          </rect>
        ))}
        <line class="rule" x1={SIDES} x2={SIDES + WIDTH} y1={ground} y2={ground} />
        {low < 0 && high > 0 && <line class="ideal" x1={across(0)} x2={across(0)} y1={8} y2={ground} />}
        {ticksOf(span, 4).map((tick) => (
          <text key={tick} x={across(tick)} y={ground + 16} text-anchor="middle">
            {compact(tick)}
          </text>
        ))}
      </svg>
    </figure>
  )
}
