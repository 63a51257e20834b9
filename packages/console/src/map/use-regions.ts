import { useEffect, useState } from 'preact/hooks'
import { CallFailure } from '../api/call-failure.ts'
import { sepal } from '../api/sepal.ts'
import type { DecisionRoute, Row } from '../api/wire.ts'
import { decisionOf } from '../try/decision.ts'
import type { Axes } from './axes.ts'
import { emptyGrid, type Grid, resized, rowsBetween, type Size, withDecisions } from './grid.ts'

/** A rough map at once, then a fine one, line by line. */
const PASSES: readonly Size[] = [
  { columns: 24, rows: 18 },
  { columns: 96, rows: 72 },
]
/** Rows in one call: few enough for a slow model to answer within the deadline. */
const ROWS_A_CALL = 768

/** A slider changes many times a second; the map is drawn again after this long without a change, ms. */
const REST_MS = 60

type Asked = { row: Row; axes: Axes; route: DecisionRoute }

export type Regions = { grid: Grid; missing: readonly string[]; isWhole: boolean; failure?: CallFailure }

const NOTHING: Regions = { grid: emptyGrid({ columns: 1, rows: 1 }), missing: [], isWhole: false }

/** The decisions over two features, the others as in `row`. The last map stays until the next one has something. */
export function useRegions({ row, axes, route }: Asked, again: number): Regions {
  const [regions, setRegions] = useState(NOTHING)
  // The map is the same wherever on it the row is.
  const others = JSON.stringify(row.filter((_, i) => i !== axes.x.index && i !== axes.y?.index))
  useEffect(() => {
    const leaving = new AbortController()
    const draw = async () => {
      try {
        for await (const drawn of drawnPasses({ row, axes, route }, leaving.signal)) {
          if (leaving.signal.aborted) return
          setRegions(drawn)
        }
      } catch (error) {
        if (leaving.signal.aborted) return
        if (!(error instanceof CallFailure)) throw error
        setRegions((last) => ({ ...last, failure: error }))
      }
    }
    setRegions((last) => ({ ...last, isWhole: false }))
    const timer = setTimeout(draw, REST_MS)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [others, axes, route, again])
  return regions
}

async function* drawnPasses({ row, axes, route }: Asked, signal: AbortSignal): AsyncGenerator<Regions> {
  const missing = new Set<string>()
  let grid: Grid | undefined
  for (const { columns, rows: most } of PASSES) {
    const size = { columns, rows: axes.y ? most : 1 }
    grid = grid ? resized(grid, size) : emptyGrid(size)
    const linesACall = Math.floor(ROWS_A_CALL / columns)
    for (let from = 0; from < size.rows; from += linesACall) {
      const to = Math.min(size.rows, from + linesACall)
      const answer = await sepal.decisions(route, rowsBetween(row, axes, { ...size, from, to }), signal)
      for (const name of answer.missing) missing.add(name)
      grid = withDecisions(grid, from, answer.prediction.map(decisionOf))
      yield { grid, missing: [...missing], isWhole: false }
    }
  }
  if (grid) yield { grid, missing: [...missing], isWhole: true }
}
