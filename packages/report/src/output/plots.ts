import type { Drift } from '@sepal/proxy/statistics/stability'
import type { CalibrationBin } from '../statistics/calibration.ts'
import { amountOf, MUCH } from './drift-amount.ts'
import { escaped } from './escaped.ts'

const SIZE = 220
const EDGE = 34
const SPAN = SIZE - 2 * EDGE
const x = (share: number) => EDGE + share * SPAN
const y = (share: number) => SIZE - EDGE - share * SPAN
const at = (number: number) => number.toFixed(1)

/** How often a model was right, by how sure it was; on the diagonal it knows how sure it may be. */
export function reliabilityPlot(name: string, bins: readonly CalibrationBin[]): string {
  const points = bins.map(({ confidence, right }) => `${at(x(confidence))},${at(y(right))}`)
  const most = Math.max(...bins.map(({ rows }) => rows))
  const dots = bins.map(({ confidence, right, rows }) => {
    const radius = 2 + 5 * Math.sqrt(rows / most)
    return `<circle class="dot" cx="${at(x(confidence))}" cy="${at(y(right))}" r="${at(radius)}"/>`
  })
  const label = escaped(name)
  return `<figure><svg viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}" role="img" aria-label="Reliability of ${label}: the table below has its figures">
<path class="axis" d="M${EDGE} ${EDGE}V${SIZE - EDGE}H${SIZE - EDGE}" fill="none"/>
<path class="ideal" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>
<polyline class="curve" points="${points.join(' ')}"/>${dots.join('')}
<text x="${x(0)}" y="${SIZE - 14}">0</text><text x="${x(1)}" y="${SIZE - 14}" text-anchor="end">1</text>
<text x="${x(0.5)}" y="${SIZE - 14}" text-anchor="middle">confidence</text>
<text x="${EDGE - 8}" y="${y(1)}" text-anchor="end">1</text><text x="${EDGE}" y="${EDGE - 10}">right</text>
</svg><figcaption>${label}</figcaption></figure>`
}

const ROW = 22
const NAME = 260
const BARS = 320
/** Where bars end: so much is far beyond what needs a look. */
const MOST = 0.5

/** The stability index of each column, the greatest first. */
export function driftBars(columns: readonly (Partial<Drift> & { column: string })[]): string {
  const known = columns
    .flatMap(({ psi, ...column }) => (psi === undefined ? [] : [{ ...column, psi }]))
    .toSorted((a, b) => b.psi - a.psi)
  if (known.length === 0) return ''
  const height = known.length * ROW + ROW
  const scale = (psi: number) => NAME + (Math.min(MOST, psi) / MOST) * BARS
  const bars = known.map(({ column, ...drift }, i) => {
    const width = Math.max(1, scale(drift.psi) - NAME)
    const kind = amountOf(drift) === 'much' ? 'much' : 'bar'
    return `<text x="${NAME - 8}" y="${i * ROW + 15}" text-anchor="end">${escaped(column.slice(0, 40))}</text><rect class="${kind}" x="${NAME}" y="${i * ROW + 4}" width="${at(width)}" height="14"/>`
  })
  const line = scale(MUCH)
  return `<figure><svg viewBox="0 0 ${NAME + BARS + 10} ${height}" width="${NAME + BARS + 10}" height="${height}" role="img" aria-label="Stability index of each column: the table below has its figures">
${bars.join('\n')}
<path class="ideal" d="M${line} 0V${height - ROW}"/><text x="${line}" y="${height - 5}" text-anchor="middle">${MUCH}</text>
</svg></figure>`
}
