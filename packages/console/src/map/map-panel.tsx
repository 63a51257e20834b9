import { useMemo, useState } from 'preact/hooks'
import { RowForm } from '../row/row-form.tsx'
import { useEnsemble } from '../shell/ensemble.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { percent } from '../shell/figures.ts'
import { useAnswer } from '../try/use-answer.ts'
import { type Axes, axesOf } from './axes.ts'
import { type Grid, sharesOf } from './grid.ts'
import { Plot } from './plot.tsx'
import type { Point } from './training-points.ts'
import { useRegions } from './use-regions.ts'
import { useTrainingPoints } from './use-training-points.ts'

type Props = {
  row: readonly number[]
  onRow: (row: readonly number[]) => void
  chosen: Readonly<Record<string, string>>
  choose: (change: Readonly<Record<string, string>>) => void
}

/** Where in the plane of two features which label is decided, the other features as in the row. */
export function MapPanel({ row, onRow, chosen: { x = '', y = '' }, choose }: Props) {
  const ensemble = useEnsemble()
  const axes = useMemo(() => axesOf({ x, y }, ensemble), [x, y, ensemble])
  const [again, setAgain] = useState(0)
  const { grid, missing, isWhole, failure } = useRegions(row, axes, again)
  const points = useTrainingPoints()
  return (
    <div class="split">
      <RowForm row={row} onChange={onRow} />
      <section class="card" aria-label="Map" aria-busy={!isWhole && failure === undefined}>
        <header class="map-head">
          <AxisChoice axes={axes} choose={choose} />
          <PointVerdict row={row} />
        </header>
        {failure && <FailureNotice failure={failure} onRetry={() => setAgain(again + 1)} />}
        {missing.length > 0 && (
          <p class="note">
            Decided without {missing.join(', ')}, which did not answer.
            <button type="button" class="quiet" onClick={() => setAgain(again + 1)}>
              Try again
            </button>
          </p>
        )}
        <Plot grid={grid} axes={axes} points={points} row={row} onRow={onRow} />
        <Legend grid={grid} points={points} />
        {points.length > 0 && (
          <p class="caption">
            Dots are {points.length} rows of the training data, wherever their other features are.
          </p>
        )}
      </section>
    </div>
  )
}

function AxisChoice({ axes: { x, y }, choose }: { axes: Axes } & Pick<Props, 'choose'>) {
  const { features } = useEnsemble()
  if (y === undefined) return null
  const choices = { x: x.feature.name, y: y.feature.name }
  // Whoever chooses the other axis's feature swaps the two.
  const pick = (axis: 'x' | 'y', name: string) => {
    const other = axis === 'x' ? 'y' : 'x'
    choose({ ...choices, [axis]: name, ...(choices[other] === name && { [other]: choices[axis] }) })
  }
  return (
    <div class="axis-choice">
      {(['x', 'y'] as const).map((axis) => (
        <label key={axis}>
          {axis === 'x' ? 'Across' : 'Up'}
          <select value={choices[axis]} onChange={(event) => pick(axis, event.currentTarget.value)}>
            {features.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  )
}

/** What is decided for the row itself, which is not quite the middle of a cell. */
function PointVerdict({ row }: Pick<Props, 'row'>) {
  const { colour } = useEnsemble()
  const { verdict } = useAnswer(row, 0).answer
  if (verdict === undefined) return null
  return (
    <p class="point-verdict" role="status" style={{ '--colour': colour(verdict.label) }}>
      <span class="dot" />
      <b>{verdict.label}</b> <span class="muted">{percent(verdict.proba)}</span>
    </p>
  )
}

/** What share of the map each label has. One that only dots have is there too, for their colour. */
function Legend({ grid, points }: { grid: Grid; points: readonly Point[] }) {
  const { colour, names } = useEnsemble()
  return (
    <ul class="legend" aria-label="Share of the map">
      {sharesOf(grid, points).map(([label, share]) => (
        <li key={label} style={{ '--colour': names.includes(label) ? colour(label) : 'currentColor' }}>
          <span class="dot" />
          <span class="name" title={label}>
            {label}
          </span>
          <span class="muted">{percent(share)}</span>
        </li>
      ))}
    </ul>
  )
}
