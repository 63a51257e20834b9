import type { Row } from '../api/wire.ts'
import type { Decided } from '../try/decision.ts'
import { type Axes, featureValueAt } from './axes.ts'

/** How many cells a map has across and up. */
export type Size = { columns: number; rows: number }

/** The map in cells, line by line from the low end of the second axis; a cell that is not known yet has nothing. */
export type Grid = Size & { cells: readonly (Decided | undefined)[] }

export function emptyGrid({ columns, rows }: Size): Grid {
  return { columns, rows, cells: new Array(columns * rows).fill(undefined) }
}

/** A row for the middle of each cell, from one line of cells to another; the other features are as in `row`. */
export function rowsBetween(
  row: Row,
  { x, y }: Axes,
  { columns, rows, from, to }: Size & { from: number; to: number },
): Row[] {
  const asked: Row[] = []
  for (let line = from; line < to; line += 1) {
    for (let column = 0; column < columns; column += 1) {
      const cell = [...row]
      cell[x.index] = featureValueAt(x, (column + 0.5) / columns)
      if (y) cell[y.index] = featureValueAt(y, (line + 0.5) / rows)
      asked.push(cell)
    }
  }
  return asked
}

/** The grid with what was decided for the cells from one line on. */
export function withDecisions(grid: Grid, from: number, decisions: readonly Decided[]): Grid {
  const cells = [...grid.cells]
  decisions.forEach((decided, i) => {
    cells[from * grid.columns + i] = decided
  })
  return { ...grid, cells }
}

/** A grid of another size that shows the same, until it is known better. */
export function resized(grid: Grid, { columns, rows }: Size): Grid {
  const cells: (Decided | undefined)[] = []
  for (let line = 0; line < rows; line += 1) {
    for (let column = 0; column < columns; column += 1) {
      const lineThere = Math.floor((line * grid.rows) / rows)
      cells.push(grid.cells[lineThere * grid.columns + Math.floor((column * grid.columns) / columns)])
    }
  }
  return { columns, rows, cells }
}

/** What share of the map each label has, the largest first; a label that only dots on it have has none. */
export function sharesOf(
  { cells }: Grid,
  dots: readonly { label: string }[] = [],
): readonly (readonly [label: string, share: number])[] {
  const counts = new Map(dots.map(({ label }) => [label, 0]))
  for (const cell of cells) {
    if (cell?.is === 'label') counts.set(cell.label, (counts.get(cell.label) ?? 0) + 1)
  }
  const shares = [...counts].map(([label, count]) => [label, count / cells.length] as const)
  return shares.sort(([, a], [, b]) => b - a)
}

/** The lowest and the highest value on the map; nothing where labels are decided. */
export function valuesOn({ cells }: Grid): readonly [low: number, high: number] | undefined {
  const values = cells.flatMap((cell) => (cell?.is === 'value' ? [cell.value] : []))
  if (values.length === 0) return undefined
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )
}
