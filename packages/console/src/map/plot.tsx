import type { TargetedPointerEvent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Row } from '../api/wire.ts'
import { withValue } from '../row/row.ts'
import { useEnsemble } from '../shell/ensemble.ts'
import { valueIn } from '../shell/figures.ts'
import { useSize } from '../shell/use-size.ts'
import { useThemeChanges } from '../shell/use-theme-changes.ts'
import { type Axes, type Axis, featureValueAt, shareOf, ticksOf } from './axes.ts'
import type { Grid } from './grid.ts'
import { paintPoints, paintRegions } from './paint.ts'
import type { Point } from './training-points.ts'

type Props = {
  grid: Grid
  axes: Axes
  points: readonly Point[]
  row: Row
  onRow: (row: Row) => void
}

/** An arrow key moves the point by this share of an axis, with Shift by ten times that. */
const KEY_STEP = 0.01
const MOVES: Readonly<Record<string, readonly [across: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
}

/** The picture of the regions with its axes, the training rows over it and the current row as a point to drag. */
export function Plot({ grid, axes, points, row, onRow }: Props) {
  const { x, y } = axes
  const across = placeOf(x, row)
  const up = y ? placeOf(y, row) : 0.5
  const moveTo = (toAcross: number, toUp: number) => {
    const moved = withValue(row, x.index, valueOn(x, toAcross))
    onRow(y ? withValue(moved, y.index, valueOn(y, toUp)) : moved)
  }
  const follow = (event: TargetedPointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId)
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const box = event.currentTarget.getBoundingClientRect()
    moveTo((event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height)
  }
  const press = (event: KeyboardEvent) => {
    const move = MOVES[event.key]
    if (move === undefined) return
    event.preventDefault()
    const step = KEY_STEP * (event.shiftKey ? 10 : 1)
    moveTo(across + move[0] * step, up + move[1] * step)
  }
  const where = [x, ...(y ? [y] : [])]
    .map(({ feature, index }) => `${feature.name} ${row[index] ?? 'missing'}`)
    .join(', ')
  return (
    <figure class={y ? 'plot' : 'plot strip'}>
      {y && <Ticks axis={y} side="left" />}
      <div class="field" onPointerDown={follow} onPointerMove={follow}>
        <Picture grid={grid} axes={axes} points={points} />
        <button
          type="button"
          class="point"
          aria-label={`The row on the map: ${where}. Arrow keys move it.`}
          style={{ '--across': clamped(across), '--up': clamped(up) }}
          onKeyDown={press}
        />
      </div>
      <Ticks axis={x} side="bottom" />
    </figure>
  )
}

const clamped = (share: number) => Math.min(1, Math.max(0, share))
const valueOn = (axis: Axis, share: number) =>
  valueIn(axis.feature.range ?? axis.span, featureValueAt(axis, clamped(share)))

/** A gap has no place on an axis: the point is in the middle then, and can be moved from there. */
function placeOf({ span, index }: Axis, row: Row): number {
  const value = row[index]
  return typeof value === 'number' ? shareOf(span, value) : 0.5
}

function Picture({ grid, axes, points }: Pick<Props, 'grid' | 'axes' | 'points'>) {
  const { colour } = useEnsemble()
  const canvas = useRef<HTMLCanvasElement>(null)
  const { width, height } = useSize(canvas)
  const theme = useThemeChanges()
  useEffect(() => {
    if (canvas.current === null || width === 0) return
    const pixelRatio = devicePixelRatio
    canvas.current.width = Math.round(width * pixelRatio)
    canvas.current.height = Math.round(height * pixelRatio)
    const { backgroundColor: ground, color: ink, accentColor } = getComputedStyle(canvas.current)
    const colourOrInk = (label: string) => {
      const own = colour(label)
      return own === 'currentColor' ? ink : own
    }
    paintRegions(canvas.current, grid, { colour: colourOrInk, values: accentColor })
    paintPoints(canvas.current, points, axes, { colour: colourOrInk, ground, pixelRatio })
  }, [grid, axes, points, width, height, theme, colour])
  return <canvas ref={canvas} role="img" aria-label="Decisions over two features; the legend is below" />
}

/** Round values along one axis, and its name. */
function Ticks({ axis: { feature, span }, side }: { axis: Axis; side: 'left' | 'bottom' }) {
  return (
    <div class={`ticks ${side}`} aria-hidden="true">
      {ticksOf(span, side === 'left' ? 6 : 8).map((value) => (
        <span key={value} class="tick" style={{ '--share': shareOf(span, value) }}>
          {value}
        </span>
      ))}
      <span class="axis-name">{feature.unit ? `${feature.name}, ${feature.unit}` : feature.name}</span>
    </div>
  )
}
