import { useMemo, useState } from 'preact/hooks'
import type { DecisionRoute, Row } from '../api/wire.ts'
import { isDense, RowForm } from '../row/row-form.tsx'
import { useEnsemble } from '../shell/ensemble.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { amount, percent } from '../shell/figures.ts'
import { unitOf } from '../try/spread-plot.tsx'
import { useAnswer } from '../try/use-answer.ts'
import { type Axes, axesOf, isMapped, isNumeric } from './axes.ts'
import { type Grid, sharesOf, valuesOn } from './grid.ts'
import { Plot } from './plot.tsx'
import type { Point } from './training-points.ts'
import { useRegions } from './use-regions.ts'
import { useTrainingPoints } from './use-training-points.ts'

type Props = {
  row: Row
  onRow: (row: Row) => void
  chosen: Readonly<Record<string, string>>
  choose: (change: Readonly<Record<string, string>>) => void
}

/** The decisions over the plane of two features, the other features as in the row. */
export function MapPanel(props: Props) {
  const ensemble = useEnsemble()
  const { x = '', y = '' } = props.chosen
  const axes = useMemo(() => axesOf({ x, y }, ensemble), [x, y, ensemble])
  const { decision } = ensemble
  if (axes === undefined || decision === null || !isMapped(ensemble)) {
    return <p class="card empty">A map needs a feature that is a number, and a label or a value to show.</p>
  }
  return <MapOver {...props} axes={axes} route={decision} />
}

type OverProps = Props & { axes: Axes; route: DecisionRoute }

function MapOver({ row, onRow, axes, route, choose }: OverProps) {
  const { features } = useEnsemble()
  const [again, setAgain] = useState(0)
  const { grid, missing, isWhole, failure } = useRegions({ row, axes, route }, again)
  const points = useTrainingPoints()
  return (
    <div class={isDense(features) ? 'split map dense-form' : 'split map'}>
      <RowForm row={row} onChange={onRow} />
      <section class="card" aria-label="Map" aria-busy={!isWhole && failure === undefined}>
        <header class="map-head">
          <AxisChoice axes={axes} choose={choose} />
          <PointVerdict row={row} />
        </header>
        {failure && <FailureNotice failure={failure} onRetry={() => setAgain(again + 1)} />}
        {missing.length > 0 && (
          <p class="note">
            Decided without {missing.join(', ')}: no answer.
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
            {features.filter(isNumeric).map(({ name }) => (
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
  const ensemble = useEnsemble()
  const { verdict } = useAnswer(row).answer
  if (verdict === undefined || verdict.decided.is === 'other') return null
  const { decided } = verdict
  if (decided.is === 'value') {
    return (
      <p class="point-verdict" role="status">
        <b>{amount(decided.value, unitOf(ensemble))}</b>
      </p>
    )
  }
  return (
    <p class="point-verdict" role="status" style={{ '--colour': ensemble.colour(decided.label) }}>
      <span class="dot" />
      <b>{decided.label}</b>{' '}
      {decided.proba !== undefined && <span class="muted">{percent(decided.proba)}</span>}
    </p>
  )
}

/** What share of the map each label has, or what its shades stand for. A label that only dots have is listed too. */
function Legend({ grid, points }: { grid: Grid; points: readonly Point[] }) {
  const ensemble = useEnsemble()
  const values = valuesOn(grid)
  if (values) {
    const unit = unitOf(ensemble)
    return (
      <p class="legend shades">
        {amount(values[0], unit)} <span class="shade" /> {amount(values[1], unit)}
      </p>
    )
  }
  return (
    <ul class="legend" aria-label="Share of the map">
      {sharesOf(grid, points).map(([label, share]) => (
        <li key={label} style={{ '--colour': ensemble.colour(label) }}>
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
