import type { Cell } from '../measure/sample.ts'
import { summaryOf } from '../measure/summary.ts'
import { figure } from './figures.ts'

export type Bar = { label: string; value: number; note: string }

/** Bars on one scale. */
export type BarGroup = { title: string; bars: readonly Bar[] }

export type Chart = { title: string; subtitle: string; groups: readonly BarGroup[] }

/** A group for each load, with requests a second as bars and the rest in words. */
export function chartOf(cells: readonly Cell[], subtitle: string): Chart {
  const loads = Map.groupBy(cells, ({ load }) => load)
  const groups = [...loads].map(([title, group]) => ({ title, bars: group.map(barOf) }))
  return { title: 'Requests per second', subtitle, groups }
}

function barOf(cell: Cell): Bar {
  const { requestsPerSecond, p99Ms, cpuMsPerRequest } = summaryOf(cell)
  const p99 = Number.isNaN(p99Ms) ? '' : `, p99 ${figure(p99Ms)} ms`
  const cpu = cpuMsPerRequest === undefined ? '' : `, ${figure(cpuMsPerRequest)} CPU-ms each`
  return {
    label: cell.contestant,
    value: requestsPerSecond,
    note: `${figure(requestsPerSecond)}/s${p99}${cpu}`,
  }
}
