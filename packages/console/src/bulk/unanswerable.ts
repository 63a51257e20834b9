import { CallFailure } from '../api/call-failure.ts'

/** The rows that no model can answer, by their place among `count`, and why; none of another failure. */
export function unanswerableRows(failure: unknown, count: number): ReadonlyMap<number, string> {
  const rows = new Map<number, string>()
  if (!(failure instanceof CallFailure) || failure.code !== 'unanswerable-row') return rows
  const classifiers = member(member(failure.cause, 'value'), 'classifiers')
  for (const [name, outcome] of Object.entries(classifiers ?? {})) {
    const places: unknown = member(outcome, 'rows')
    if (!Array.isArray(places)) continue
    const reason = `${name}: ${member(outcome, 'detail') ?? 'it has no answer'}`
    for (const row of places) if (Number.isInteger(row) && row >= 0 && row < count) rows.set(row, reason)
  }
  return rows
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
