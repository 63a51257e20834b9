import { type Block, inOrder, type Position, type ReadRow, readBlocks, type Table } from '@sepal/tabular'
import type { Feature } from '../api/wire.ts'
import type { Answering } from './answering.ts'
import { type Rows, rowAsker, type Scores } from './ask-rows.ts'
import type { Patience } from './patience.ts'
import { NOTHING_SCORED, type Scored, withRows } from './scored.ts'
import type { Piece } from './table-file.ts'

/** Rows in one call, as for `score`: with fewer, what each call costs is felt. */
const ROWS_A_CALL = 4096
/** Calls under way at once, so that none of page, proxy and models waits for the others. */
const CALLS_AT_ONCE = 4

export type Scoring = Patience & {
  table: Table
  features: readonly Feature[]
  /** the column of each feature */
  columns: readonly number[]
  /** what is added to each record */
  answering: Answering
}

/** A step: the summary so far, and the next piece of the scored file. */
export type Step = { scored: Scored; bytesRead: number; text: string }

/**
 * Scores a file from its first record to its last, or until the signal aborts. Each record stays as it is, with
 * the decision behind it; a record that cannot be scored has none.
 * @throws CallFailure when the proxy does not answer any more
 * @throws TableError when the file cannot be read to its end
 */
export async function* scoreFile(pieces: AsyncIterable<Piece>, scoring: Scoring): AsyncGenerator<Step, void> {
  const { table, answering, signal } = scoring
  // A file that has a column of such a name keeps it, and the new one is called otherwise.
  const added = answering.names.map((name) => (table.names.includes(name) ? `sepal_${name}` : name))
  const head = table.head(added)
  let scored = NOTHING_SCORED
  if (head !== '') yield { scored, bytesRead: 0, text: head }
  const ask = rowAsker(answering, scoring)
  const batches = batchesOf(pieces, scoring, added)
  const answers = inOrder(batches, CALLS_AT_ONCE, async (batch) => withScores(batch, await ask(batch.rows)))
  for await (const answered of answers) {
    if (signal.aborted) return
    const { records, columns, reasons, bytesRead } = answered
    scored = withRows(scored, {
      answers: new Map(answering.names.map((name, i) => [name, columns[i] ?? []])),
      answered: records.length - reasons.size,
      bad: [...reasons].map(([i, reason]) => ({ line: (records[i]?.start.line ?? 0) + 1, reason })),
    })
    yield { scored, bytesRead, text: writtenOf(answered, table, added) }
  }
}

/** A record. Its text is missing where it would spoil what follows it. */
type FileRecord = { text: string | undefined; start: Position }

type Batch = {
  records: readonly FileRecord[]
  /** of those records that have no reason */
  rows: Rows
  /** why records cannot be scored, by their place among them, in their order */
  reasons: ReadonlyMap<number, string>
  bytesRead: number
}

type AnsweredBatch = Omit<Batch, 'rows'> & Pick<Scores, 'columns'>

async function* batchesOf(
  pieces: AsyncIterable<Piece>,
  { table, features, columns, signal }: Scoring,
  added: readonly string[],
): AsyncGenerator<Batch, void> {
  const read = table.reader(features, columns, added)
  let bytesRead = 0
  let skipped = 0
  async function* text() {
    for await (const piece of pieces) {
      const kept = piece.text.slice(Math.max(0, table.begin.offset - skipped))
      skipped += piece.text.length - kept.length
      bytesRead = piece.bytesRead
      yield kept
    }
  }
  for await (const block of readBlocks(text(), table.cutter(table.begin), { records: ROWS_A_CALL })) {
    if (signal.aborted) return
    yield { ...rowsOf(block, read), bytesRead }
  }
}

function rowsOf({ texts, starts, bad, end }: Block, read: ReadRow): Omit<Batch, 'bytesRead'> {
  const spoilt = new Map(bad.map(({ start, reason }) => [start.offset, reason]))
  const records: FileRecord[] = texts.map((text, i) => ({ text, start: starts[i] ?? end }))
  if (bad.length > 0) {
    records.push(...bad.map(({ start }) => ({ text: undefined, start })))
    records.sort((a, b) => a.start.offset - b.start.offset)
  }
  const rows: Rows[number][] = []
  const reasons = new Map<number, string>()
  for (const [i, { text, start }] of records.entries()) {
    const found = text === undefined ? { reason: spoilt.get(start.offset) ?? '' } : read(text)
    if ('row' in found) rows.push(found.row)
    else reasons.set(i, found.reason)
  }
  return { records, rows, reasons }
}

/** A row that no model can answer is a record without a score. */
function withScores({ rows: _, ...batch }: Batch, { columns, refused }: Scores): AnsweredBatch {
  if (refused.size === 0) return { ...batch, columns }
  const places = [...batch.records.keys()].filter((i) => !batch.reasons.has(i))
  const worse = [...refused].map(([row, reason]) => [places[row] ?? row, reason] as const)
  return { ...batch, columns, reasons: new Map([...batch.reasons, ...worse].sort(([a], [b]) => a - b)) }
}

/** The records with their new columns; those without a score in their place among them. */
function writtenOf(
  { records, columns, reasons }: AnsweredBatch,
  table: Table,
  added: readonly string[],
): string {
  let text = ''
  let next = 0
  for (let from = 0; from < records.length; ) {
    const isBad = reasons.has(from)
    let to = from + 1
    while (to < records.length && reasons.has(to) === isBad) to += 1
    const texts = records.slice(from, to).flatMap((record) => record.text ?? [])
    if (isBad) text += texts.map((record) => table.writeWithout(record, added)).join('')
    else {
      const first = next
      next += texts.length
      text += table.write(
        texts,
        added,
        columns.map((column) => column.slice(first, next)),
      )
    }
    from = to
  }
  return text
}
