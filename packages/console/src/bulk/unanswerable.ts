import { CallFailure } from '../api/call-failure.ts'

/** The rows that no model can answer, by their place among `count`, and why; none of another failure. */
export function unanswerableRows(failure: unknown, count: number): ReadonlyMap<number, string> {
  const rows = new Map<number, string>()
  if (!(failure instanceof CallFailure) || failure.code !== 'unanswerable-row') return rows
  for (const { row, detail } of rowsIn(failure.cause)) if (row < count) rows.set(row, detail)
  return rows
}

type Named = { row: number; detail: string }

/** What the problem names, in the client's error. */
function rowsIn(error: unknown): Named[] {
  const problem = member(error, 'value')
  const rows = member(problem, 'rows')
  return Array.isArray(rows) ? rows.filter(isNamed) : []
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function isNamed(value: unknown): value is Named {
  return Number.isInteger(member(value, 'row')) && typeof member(value, 'detail') === 'string'
}
