import type { Decision } from '../api/wire.ts'
import { type Axes, valueAt } from './axes.ts'

/** How many cells a map has across and up. */
export type Size = { columns: number; rows: number }

/** The map in cells, line by line from the low end of the second axis; a cell that is not known yet has no label. */
export type Grid = Size & {
  labels: readonly (string | undefined)[]
  probas: readonly number[]
}

export function emptyGrid({ columns, rows }: Size): Grid {
  const cells = columns * rows
  return { columns, rows, labels: new Array(cells).fill(undefined), probas: new Array(cells).fill(0) }
}

/** A row for the middle of each cell, from one line of cells to another; what is no axis is as in `row`. */
export function rowsBetween(
  row: readonly number[],
  { x, y }: Axes,
  { columns, rows, from, to }: Size & { from: number; to: number },
): number[][] {
  const asked: number[][] = []
  for (let line = from; line < to; line += 1) {
    for (let column = 0; column < columns; column += 1) {
      const cell = [...row]
      cell[x.index] = valueAt(x.span, (column + 0.5) / columns)
      if (y) cell[y.index] = valueAt(y.span, (line + 0.5) / rows)
      asked.push(cell)
    }
  }
  return asked
}

/** The grid with what was decided for the cells from one line on. */
export function withDecisions(grid: Grid, from: number, decisions: readonly Decision[]): Grid {
  const labels = [...grid.labels]
  const probas = [...grid.probas]
  decisions.forEach(({ label, proba }, i) => {
    labels[from * grid.columns + i] = label
    probas[from * grid.columns + i] = proba
  })
  return { ...grid, labels, probas }
}

/** A grid of another size that shows the same, until it is known better. */
export function resized(grid: Grid, { columns, rows }: Size): Grid {
  const labels: (string | undefined)[] = []
  const probas: number[] = []
  for (let line = 0; line < rows; line += 1) {
    for (let column = 0; column < columns; column += 1) {
      const lineThere = Math.floor((line * grid.rows) / rows)
      const there = lineThere * grid.columns + Math.floor((column * grid.columns) / columns)
      labels.push(grid.labels[there])
      probas.push(grid.probas[there] ?? 0)
    }
  }
  return { columns, rows, labels, probas }
}

/** What share of the map each label has, the largest first; none has a label that only dots on it have. */
export function sharesOf(
  { labels }: Grid,
  dots: readonly { label: string }[] = [],
): readonly (readonly [label: string, share: number])[] {
  const counts = new Map(dots.map(({ label }) => [label, 0]))
  for (const label of labels) {
    if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  const shares = [...counts].map(([label, count]) => [label, count / labels.length] as const)
  return shares.sort(([, a], [, b]) => b - a)
}
