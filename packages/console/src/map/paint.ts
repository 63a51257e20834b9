import { type Axes, shareOf } from './axes.ts'
import { type Grid, valuesOn } from './grid.ts'
import type { Point } from './training-points.ts'

type Colour = (label: string) => string

/** A decision that is not sure is faint, one that is sure is strong. */
const opacityOf = (proba: number): number => 0.08 + 0.62 * proba

/** Of a value between the lowest and the highest on the map. */
export const shadeOf = (value: number, [low, high]: readonly [number, number]): number =>
  high > low ? 0.05 + (0.85 * (value - low)) / (high - low) : 0.45

type Regions = { colour: Colour; values: string }

/**
 * Paints the regions over the whole canvas: each cell in the colour of its label, the surer the stronger, or in one
 * colour, the higher its value the stronger.
 */
export function paintRegions(canvas: HTMLCanvasElement, grid: Grid, { colour, values }: Regions) {
  const cells = document.createElement('canvas')
  cells.width = grid.columns
  cells.height = grid.rows
  const small = cells.getContext('2d')
  const large = canvas.getContext('2d')
  if (small === null || large === null) return
  const ends = valuesOn(grid)
  grid.cells.forEach((cell, i) => {
    if (cell?.is === 'label') {
      small.globalAlpha = opacityOf(cell.proba ?? 1)
      small.fillStyle = colour(cell.label)
    } else if (cell?.is === 'value' && ends) {
      small.globalAlpha = shadeOf(cell.value, ends)
      small.fillStyle = values
    } else return
    small.fillRect(i % grid.columns, grid.rows - 1 - Math.floor(i / grid.columns), 1, 1)
  })
  large.clearRect(0, 0, canvas.width, canvas.height)
  large.imageSmoothingQuality = 'high'
  large.drawImage(cells, 0, 0, canvas.width, canvas.height)
}

type Look = { colour: Colour; ground: string; pixelRatio: number }

/** Paints training rows as dots over the regions. On a strip they lie in its middle. */
export function paintPoints(canvas: HTMLCanvasElement, points: readonly Point[], { x, y }: Axes, look: Look) {
  const context = canvas.getContext('2d')
  if (context === null) return
  context.lineWidth = 1.25 * look.pixelRatio
  context.strokeStyle = look.ground
  for (const { values, label } of points) {
    const across = shareOf(x.span, values[x.index] ?? 0)
    const up = y ? shareOf(y.span, values[y.index] ?? 0) : 0.5
    context.beginPath()
    context.arc(across * canvas.width, (1 - up) * canvas.height, 3.6 * look.pixelRatio, 0, 2 * Math.PI)
    context.fillStyle = look.colour(label)
    context.fill()
    context.stroke()
  }
}
