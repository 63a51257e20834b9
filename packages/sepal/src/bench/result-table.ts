import type { Busyness } from './advice.ts'
import type { Load, LoadResult } from './load.ts'

/** What each load got, and what each process used meanwhile. */
export function resultTable(
  results: readonly (readonly [Load, LoadResult])[],
  processes: readonly Busyness[],
): string {
  const count = (value: number) => Math.round(value).toLocaleString('en')
  const time = (ms: number) => (Number.isNaN(ms) ? '-' : ms.toFixed(ms < 10 ? 2 : 0))
  const loads = results.map(([{ title }, { rows, p50, p99 }]) => [title, count(rows), time(p50), time(p99)])
  const failed = results.flatMap(([{ title }, { failures }]) =>
    Object.entries(failures).map(([what, times]) => `${title}: ${count(times)} requests failed with ${what}`),
  )
  const shares = processes.map(({ label, cores }) => [label, cores.toFixed(2)])
  const parts = [
    aligned([['', 'rows/s', 'p50 ms', 'p99 ms'], ...loads]),
    ...(failed.length === 0 ? [] : [failed.join('\n')]),
    ...(shares.length === 0 ? [] : [aligned([['with many callers', 'processors'], ...shares])]),
  ]
  return parts.join('\n\n')
}

/** Words on the left, numbers on the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return rows.map((row) => `  ${row.map(pad).join('  ').trimEnd()}`).join('\n')
}
