import type { Cell } from '../measure/sample.ts'
import { type Summary, summaryOf } from '../measure/summary.ts'
import type { Machine } from './machine.ts'

/** Everything that was measured, and how. */
export type Report = {
  /** when it ended, ISO 8601 */
  measuredAt: string
  machine: Machine
  rounds: number
  secondsPerSample: number
  /** processor times in ms, sizes in bytes, durations in ms */
  cells: (Cell & { summary: Summary })[]
}

export type ReportOptions = Pick<Report, 'measuredAt' | 'machine' | 'rounds' | 'secondsPerSample'>

export function reportOf(cells: readonly Cell[], options: ReportOptions): Report {
  return { ...options, cells: cells.map((cell) => ({ ...cell, summary: summaryOf(cell) })) }
}
