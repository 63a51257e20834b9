import { ratioToLimit, type Spread, spreadOf } from '../measure/ratio.ts'
import type { Cell, Sample } from '../measure/sample.ts'
import { cpuMsPerRequest, type Summary, summaryOf } from '../measure/summary.ts'
import { figure, megabytes, percent, spread, UNKNOWN } from './figures.ts'
import { type Column, markdownTable } from './table.ts'

/** The figures that are compared with those of the do-nothing route. */
const COMPARED = {
  requests: ({ requestsPerSecond }) => requestsPerSecond,
  p50: ({ p50Ms }) => p50Ms,
  cpu: cpuMsPerRequest,
} satisfies Record<string, (sample: Sample) => number>

type Compared = keyof typeof COMPARED

type Row = Cell & Summary & { spread: Spread | undefined; toLimit: Record<Compared, Spread | undefined> }

type ResultColumn = Column<Row> & {
  /** whether the column has values in these rows */
  isWanted?: (rows: readonly Row[]) => boolean
}

const toLimit = (figure: Compared): ResultColumn => ({
  title: '÷ limit',
  value: (row) => spread(row.toLimit[figure]),
  isWanted: (rows) => rows.some((row) => row.toLimit[figure] !== undefined),
})

const COLUMNS: readonly ResultColumn[] = [
  { title: 'load', value: ({ load }) => load, isText: true },
  { title: 'contestant', value: ({ contestant }) => contestant, isText: true },
  {
    title: 'offered/s',
    value: ({ offeredPerSecond }) => figure(offeredPerSecond),
    isWanted: (rows) => rows.some((row) => row.offeredPerSecond !== undefined),
  },
  { title: 'requests/s', value: ({ requestsPerSecond }) => figure(requestsPerSecond) },
  {
    title: 'lowest–highest',
    value: (row) => (row.spread ? `${figure(row.spread.low)}–${figure(row.spread.high)}` : UNKNOWN),
    isWanted: (rows) => rows.some(({ samples }) => samples.length > 1),
  },
  toLimit('requests'),
  {
    title: 'rows/s',
    value: ({ rowsPerSecond }) => figure(rowsPerSecond),
    isWanted: (rows) => rows.some(({ rowsPerRequest }) => rowsPerRequest > 1),
  },
  {
    title: 'bulk rows/s',
    value: ({ bulkRowsPerSecond }) => figure(bulkRowsPerSecond),
    isWanted: (rows) => rows.some((row) => row.bulkRowsPerSecond !== undefined),
  },
  {
    title: 'answered',
    value: ({ shareAnswered }) => percent(shareAnswered),
    isWanted: (rows) => rows.some((row) => row.shareAnswered !== undefined),
  },
  {
    title: 'bulk answered',
    value: ({ bulkShareAnswered }) => percent(bulkShareAnswered),
    isWanted: (rows) => rows.some((row) => row.bulkShareAnswered !== undefined),
  },
  { title: 'p50 ms', value: ({ p50Ms }) => figure(p50Ms) },
  toLimit('p50'),
  { title: 'p99 ms', value: ({ p99Ms }) => figure(p99Ms) },
  { title: 'p99.9 ms', value: ({ p999Ms }) => figure(p999Ms) },
  {
    title: 'tool late p99 ms',
    value: ({ toolLagP99Ms }) => figure(toolLagP99Ms),
    isWanted: (rows) => rows.some((row) => row.toolLagP99Ms !== undefined),
  },
  { title: 'errors', value: ({ errors }) => figure(errors) },
  { title: 'CPU ms/request', value: ({ cpuMsPerRequest }) => figure(cpuMsPerRequest) },
  toLimit('cpu'),
  { title: 'MB', value: ({ rssBytes }) => megabytes(rssBytes) },
  { title: 'MB PSS', value: ({ pssBytes }) => megabytes(pssBytes) },
  { title: 'rows/call', value: ({ rowsPerCall }) => figure(rowsPerCall) },
]

/** A line per cell: medians over the rounds, errors of all of them, and ratios to the do-nothing route. */
export function resultsTable(cells: readonly Cell[]): string {
  const rows = cells.map((cell): Row => {
    const ratio = (figure: Compared) => ratioToLimit(cell, cells, COMPARED[figure])
    return {
      ...cell,
      ...summaryOf(cell),
      spread: spreadOf(cell.samples.map(COMPARED.requests)),
      toLimit: { requests: ratio('requests'), p50: ratio('p50'), cpu: ratio('cpu') },
    }
  })
  const columns = COLUMNS.filter(({ isWanted = () => true }) => isWanted(rows))
  return markdownTable(columns, rows)
}

type ProcessRow = {
  load: string
  contestant: string
  process: string
  before: number
  after: number
  cpuMs: number
}

/** A line per process: its memory before the first sample and after the last, and its processor time. */
export function processTable(cells: readonly Cell[]): string {
  const rows = cells.flatMap(({ load, contestant, samples }) =>
    (samples[0]?.processes ?? []).map(({ name, rssBeforeBytes }, i): ProcessRow => {
      const all = samples.flatMap(({ processes }) => processes[i] ?? [])
      return {
        load,
        contestant,
        process: name,
        before: rssBeforeBytes,
        after: all.at(-1)?.rssBytes ?? Number.NaN,
        cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      }
    }),
  )
  if (rows.length === 0) return `memory of each process: ${UNKNOWN}`
  return markdownTable<ProcessRow>(
    [
      { title: 'load', value: ({ load }) => load, isText: true },
      { title: 'contestant', value: ({ contestant }) => contestant, isText: true },
      { title: 'process', value: ({ process }) => process, isText: true },
      { title: 'MB before', value: ({ before }) => megabytes(before) },
      { title: 'MB after', value: ({ after }) => megabytes(after) },
      { title: 'CPU s', value: ({ cpuMs }) => figure(cpuMs / 1000) },
    ],
    rows,
  )
}
