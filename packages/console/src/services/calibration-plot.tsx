import { percent } from '../shell/figures.ts'
import type { CalibrationBin } from './card.ts'

/** The square that is drawn on, and the room beside it for the scale. */
const SIDE = 200
const LEFT = 30
const BOTTOM = 22
const QUARTERS = [0, 0.25, 0.5, 0.75, 1]

const acrossOf = (share: number) => LEFT + share * SIDE
const downOf = (share: number) => 8 + (1 - share) * SIDE

/** How often the model was right against how sure it was; on the diagonal it is calibrated. */
export function CalibrationPlot({ bins }: { bins: readonly CalibrationBin[] }) {
  const most = Math.max(...bins.map(({ rows }) => rows))
  const points = bins.map(({ meanProba, ownShare }) => `${acrossOf(meanProba)},${downOf(ownShare)}`).join(' ')
  return (
    <figure class="plot-card">
      <figcaption>
        <h3>Calibration</h3>
        <p class="muted">How often it was right, against how sure it was. Larger dots are more rows.</p>
      </figcaption>
      <svg
        viewBox={`0 0 ${LEFT + SIDE + 12} ${SIDE + BOTTOM + 12}`}
        role="img"
        aria-label={`Calibration: ${bins.map(({ meanProba, ownShare }) => `said ${percent(meanProba)}, was ${percent(ownShare)}`).join('; ')}`}
      >
        {QUARTERS.map((share) => (
          <g key={share}>
            <line class="rule" x1={acrossOf(share)} x2={acrossOf(share)} y1={downOf(0)} y2={downOf(1)} />
            <line class="rule" x1={acrossOf(0)} x2={acrossOf(1)} y1={downOf(share)} y2={downOf(share)} />
            <text x={acrossOf(share)} y={downOf(0) + 16} text-anchor="middle">
              {share}
            </text>
            <text x={LEFT - 8} y={downOf(share) + 4} text-anchor="end">
              {share}
            </text>
          </g>
        ))}
        <line class="ideal" x1={acrossOf(0)} y1={downOf(0)} x2={acrossOf(1)} y2={downOf(1)} />
        <polyline class="curve" points={points} />
        {bins.map(({ meanProba, ownShare, rows }) => (
          <circle
            key={meanProba}
            cx={acrossOf(meanProba)}
            cy={downOf(ownShare)}
            r={3 + 4 * Math.sqrt(rows / most)}
          >
            <title>{`${rows} rows: said ${percent(meanProba)}, was ${percent(ownShare)}`}</title>
          </circle>
        ))}
      </svg>
    </figure>
  )
}
