import {
  type Block,
  type Cell,
  inOrder,
  type Position,
  type Read,
  readBlocks,
  type Table,
} from '@sepal/tabular'
import type { Feature } from '../api/wire.ts'
import type { Answered, Answering } from './answering.ts'
import { type Patience, patiently } from './patience.ts'
import { type BadLine, NOTHING_SCORED, type Scored, withLines } from './scored.ts'
import type { Piece } from './table-file.ts'
import { unanswerableRows } from './unanswerable.ts'

/** Rows in one call: many enough to be quick, few enough for a slow model to answer within the deadline. */
const ROWS_A_CALL = 1000
/** Calls under way at once, so that none of page, proxy and models waits for the others. */
const CALLS_AT_ONCE = 4

type Rows = readonly (readonly Cell[])[]

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
  const answers = inOrder(
    batchesOf(pieces, scoring, added),
    CALLS_AT_ONCE,
    async ({ records, bytesRead }) => ({
      records,
      bytesRead,
      decisions: await decideRecords(records, scoring),
    }),
  )
  for await (const { records, bytesRead, decisions } of answers) {
    if (signal.aborted) return
    scored = withLines(scored, decisions)
    yield { scored, bytesRead, text: writtenOf(records, decisions, table, added) }
  }
}

/** A record, and what it says. Its text is missing where it would spoil what follows it. */
type RecordRead = { text: string | undefined; start: Position; read: Read }

async function* batchesOf(
  pieces: AsyncIterable<Piece>,
  { table, features, columns, signal }: Scoring,
  added: readonly string[],
) {
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
    yield { records: recordsOf(block, read), bytesRead }
  }
}

function recordsOf({ texts, starts, bad, end }: Block, read: (record: string) => Read): RecordRead[] {
  const records = texts.map((text, i): RecordRead => ({ text, start: starts[i] ?? end, read: read(text) }))
  if (bad.length === 0) return records
  const worse = bad.map(({ start, reason }): RecordRead => ({ text: undefined, start, read: { reason } }))
  return [...records, ...worse].sort((a, b) => a.start.offset - b.start.offset)
}

async function decideRecords(
  records: readonly RecordRead[],
  scoring: Scoring,
): Promise<(Answered | BadLine)[]> {
  const rows = records.flatMap(({ read }) => ('row' in read ? [read.row] : []))
  const decisions = await decisionsOf(rows, scoring)
  let next = 0
  return records.map(({ read, start }) => {
    const decision = 'row' in read ? (decisions[next++] ?? 'no decision came back') : read.reason
    return typeof decision === 'string' ? { line: start.line + 1, reason: decision } : decision
  })
}

/** The decision on each row, or why there is none. */
async function decisionsOf(rows: Rows, scoring: Scoring): Promise<readonly (Answered | string)[]> {
  if (rows.length === 0) return []
  try {
    return await patiently(() => scoring.answering.ask(rows), scoring)
  } catch (error) {
    const unanswerable = unanswerableRows(error, rows.length)
    if (unanswerable.size === 0) throw error
    const others = await decisionsOf(
      rows.filter((_, row) => !unanswerable.has(row)),
      scoring,
    )
    let next = 0
    return rows.map((_, row) => unanswerable.get(row) ?? others[next++] ?? 'no decision came back')
  }
}

/** The records with their decisions; those without one in their place among them. */
function writtenOf(
  records: readonly RecordRead[],
  decisions: readonly (Answered | BadLine)[],
  table: Table,
  added: readonly string[],
): string {
  let text = ''
  for (let from = 0; from < records.length; ) {
    const isBad = (i: number) => 'reason' in (decisions[i] ?? {})
    let to = from
    while (to < records.length && isBad(to) === isBad(from)) to += 1
    const texts = records
      .slice(from, to)
      .flatMap((record) => (record.text === undefined ? [] : [record.text]))
    const some = decisions.slice(from, to).flatMap((decision) => ('reason' in decision ? [] : [decision]))
    text +=
      some.length > 0
        ? table.write(
            texts,
            added,
            added.map((_, column) => some.map(({ cells }) => cells[column] ?? null)),
          )
        : texts.map((record) => table.writeWithout(record, added)).join('')
    from = to
  }
  return text
}
