import type { Cell, NewColumn } from '@sepal/tabular'
import { CallFailure } from '../api/call-failure.ts'
import type { Answering } from './answering.ts'
import { type Patience, patiently } from './patience.ts'
import { unanswerableRows } from './unanswerable.ts'

export type Rows = readonly (readonly Cell[])[]

/** The new columns of those rows that have an answer, in their order, and why the others have none. */
export type Scores = { columns: readonly NewColumn[]; refused: ReadonlyMap<number, string> }

/** So few rows are not what takes a model too long. */
const FEW_ROWS = 256

/**
 * Asks for answers to rows: again after a failure that may pass, without the rows that no model can answer, and for
 * fewer at a time from then on when they were too many for the deadline.
 * @throws CallFailure when there are no answers
 */
export function rowAsker({ names, ask }: Answering, patience: Patience): (rows: Rows) => Promise<Scores> {
  let most = Number.POSITIVE_INFINITY
  async function scoresOf(rows: Rows): Promise<Scores> {
    if (rows.length === 0) return { columns: names.map(() => []), refused: new Map() }
    if (rows.length > most) return await inParts(rows, most)
    const isDivisible = (failure: CallFailure) =>
      failure.code === 'deadline-exceeded' && rows.length > FEW_ROWS
    try {
      const columns = await patiently(() => ask(rows), { ...patience, isHopeless: isDivisible })
      return { columns: whole(columns, rows.length), refused: new Map() }
    } catch (error) {
      if (error instanceof CallFailure && isDivisible(error) && !patience.signal.aborted) {
        patience.onWait(error)
        most = Math.min(most, Math.max(FEW_ROWS, Math.ceil(rows.length / 2)))
        return await scoresOf(rows)
      }
      const refused = unanswerableRows(error, rows.length)
      if (refused.size === 0) throw error
      return await without(rows, refused)
    }
  }
  async function inParts(rows: Rows, size: number): Promise<Scores> {
    const [first, rest] = [rows.slice(0, size), rows.slice(size)]
    const [one, other] = [await scoresOf(first), await scoresOf(rest)]
    const refused = new Map(one.refused)
    for (const [row, reason] of other.refused) refused.set(first.length + row, reason)
    return { columns: one.columns.map((column, i) => [...column, ...(other.columns[i] ?? [])]), refused }
  }
  async function without(rows: Rows, known: ReadonlyMap<number, string>): Promise<Scores> {
    const places = [...rows.keys()].filter((row) => !known.has(row))
    const { columns, refused: more } = await scoresOf(rows.filter((_, row) => !known.has(row)))
    const refused = new Map(known)
    for (const [row, reason] of more) refused.set(places[row] ?? row, reason)
    return { columns, refused }
  }
  return scoresOf
}

function whole(columns: readonly NewColumn[], rows: number): readonly NewColumn[] {
  const short = columns.find(({ length }) => length !== rows)
  if (short === undefined) return columns
  throw new CallFailure(
    'unexpected-answer',
    'The answer is not whole',
    `it has ${short.length} of ${rows} rows`,
  )
}
