import { type Cell, type Position, readBlocks, type Table } from '@sepal/tabular'
import type { Feature } from '../api/wire.ts'
import type { Columns } from './columns.ts'
import type { BadLine } from './scored.ts'

/** The beginning of a file, as far as it was read. */
export type Beginning = {
  table: Table
  text: string
  /** whether that is the whole file */
  isWhole: boolean
}

/** What the first records of a file say of each feature, before anything is sent. */
export type Preview = {
  /** how many records were looked at */
  records: number
  /** whether the file has more */
  hasMore: boolean
  /** records that are no row at all, as those with too few cells */
  misfits: readonly BadLine[]
  /** in the order of the features */
  features: readonly FeaturePreview[]
  /** columns that are no feature and are kept as they are */
  others: readonly string[]
}

export type FeaturePreview = {
  /** of the first records */
  cells: readonly PreviewCell[]
  /** how many records have a gap, and how many something that the feature does not take */
  gaps: number
  bad: number
  /** what is wrong with the first of these */
  reason?: string
}

export type PreviewCell = { line: number; text: string; is: 'value' | 'gap' | 'bad' }

/** Enough to meet what is common, and little enough to be there at once. */
const MAX_RECORDS = 500
/** Records that are shown. */
const MAX_CELLS = 5

/** Reads the first records of a file, by the columns of the features that are known. */
export async function previewOf(
  { table, text, isWhole }: Beginning,
  features: readonly Feature[],
  columns: Columns,
): Promise<Preview> {
  const { records, misfits, hasMore } = await recordsIn({ table, text, isWhole })
  return {
    records: records.length + misfits.length,
    hasMore,
    misfits,
    features: features.map((feature, i) => featureIn(records, table, feature, columns[i])),
    others: table.names.filter((_, column) => !columns.includes(column)),
  }
}

type FirstRecord = { text: string; start: Position }

async function recordsIn({ table, text, isWhole }: Beginning) {
  const isRow = table.reader([], [])
  const records: FirstRecord[] = []
  const misfits: BadLine[] = []
  // The last record of a part of a file is not whole.
  const stopping = isWhole ? {} : { stopping: AbortSignal.abort() }
  const rest = text.slice(table.begin.offset)
  for await (const block of readBlocks([rest], table.cutter(table.begin), { records: 1, ...stopping })) {
    if (records.length + misfits.length >= MAX_RECORDS) return { records, misfits, hasMore: true }
    misfits.push(...block.bad.map(({ start, reason }) => ({ line: start.line + 1, reason })))
    for (const [i, record] of block.texts.entries()) {
      const start = block.starts[i] ?? block.end
      const found = isRow(record)
      if ('row' in found) records.push({ text: record, start })
      else misfits.push({ line: start.line + 1, reason: found.reason })
    }
  }
  return { records, misfits, hasMore: !isWhole }
}

function featureIn(
  records: readonly FirstRecord[],
  table: Table,
  feature: Feature,
  column: number | undefined,
): FeaturePreview {
  const cells: PreviewCell[] = []
  let [gaps, bad] = [0, 0]
  let reason: string | undefined
  if (column === undefined) return { cells, gaps, bad }
  const read = table.reader([feature], [column])
  const asText = table.reader([{ name: feature.name, kind: 'text' }], [column])
  for (const { text, start } of records) {
    const found = read(text)
    const value = 'row' in found ? found.row[0] : undefined
    if (value === null) gaps += 1
    if ('reason' in found) {
      bad += 1
      reason ??= found.reason
    }
    if (cells.length === MAX_CELLS) continue
    const is = 'reason' in found ? 'bad' : value === null ? 'gap' : 'value'
    const written = is === 'bad' ? asText(text) : found
    cells.push({ line: start.line + 1, text: 'row' in written ? textOf(written.row[0]) : '', is })
  }
  return { cells, gaps, bad, ...(reason !== undefined && { reason }) }
}

const textOf = (cell: Cell | undefined): string => (cell === undefined || cell === null ? '' : String(cell))
