import {
  type Block,
  type Cell,
  inOrder,
  type NewColumn,
  type Position,
  type Read,
  readBlocks,
  type Table,
} from '@sepal/tabular'
import { CallFailure } from '../api/call-failure.ts'
import type { Decision, DecisionRoute, Feature } from '../api/wire.ts'
import { type BadLine, NOTHING_SCORED, type Scored, withLines } from './scored.ts'
import type { Piece } from './table-file.ts'
import { unanswerableRows } from './unanswerable.ts'

/** Rows in one call: many enough to be quick, few enough for a slow model to answer within the deadline. */
const ROWS_A_CALL = 1000
/** Calls under way at once, so that none of page, proxy and models waits for the others. */
const CALLS_AT_ONCE = 4

/** Attempts at a call that fails for a reason that may pass, and the first pause between them, which doubles, ms. */
const TRIES = 6
const FIRST_PAUSE_MS = 250

type Rows = readonly (readonly Cell[])[]

export type Scoring = {
  table: Table
  features: readonly Feature[]
  /** the column of each feature */
  columns: readonly number[]
  /** of the decisions: what is added to a record follows from it */
  route: DecisionRoute
  /** asks for the decisions on rows */
  decide: (rows: Rows) => Promise<readonly Decision[]>
  /** waits, but no longer than until the signal aborts */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
  /** called when a call failed and is about to be retried */
  onWait: (failure: CallFailure) => void
  signal: AbortSignal
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
  const { table, route, signal } = scoring
  const fields = fieldsOf(route)
  const added = fields.map((name) => (table.names.includes(name) ? `sepal_${name}` : name))
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
    yield { scored, bytesRead, text: writtenOf(records, decisions, { table, fields, added }) }
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
): Promise<(Decision | BadLine)[]> {
  const rows = records.flatMap(({ read }) => ('row' in read ? [read.row] : []))
  const decisions = await decisionsOf(rows, scoring)
  let next = 0
  return records.map(({ read, start }) => {
    const decision = 'row' in read ? (decisions[next++] ?? 'no decision came back') : read.reason
    return typeof decision === 'string' ? { line: start.line + 1, reason: decision } : decision
  })
}

/** The decision on each row, or why there is none. */
async function decisionsOf(rows: Rows, scoring: Scoring): Promise<readonly (Decision | string)[]> {
  if (rows.length === 0) return []
  try {
    return await patiently(() => scoring.decide(rows), scoring)
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

/** Retries failures that may pass. */
async function patiently<V>(
  call: () => Promise<V>,
  { pause, onWait, signal }: Pick<Scoring, 'pause' | 'onWait' | 'signal'>,
): Promise<V> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      const mayPass = error instanceof CallFailure && error.mayPass
      if (!mayPass || attempt === TRIES || signal.aborted) throw error
      onWait(error)
      await pause(FIRST_PAUSE_MS * 2 ** attempt, signal)
    }
  }
}

/** What is added of a decision. A file that has a column of such a name keeps it, and the new one is called otherwise. */
const fieldsOf = (route: DecisionRoute): readonly string[] =>
  route === 'value' ? ['value', 'min', 'max'] : ['label', 'proba']

/** One field of decisions, as a column; empty where a decision does not have it. */
function columnOf(decisions: readonly Decision[], field: string): NewColumn {
  const cells: unknown[] = decisions.map((decision) => Reflect.get(decision, field))
  const isNumber = (cell: unknown) => typeof cell === 'number'
  return cells.every(isNumber) ? cells : cells.map((cell) => (cell === undefined ? '' : String(cell)))
}

type Written = { table: Table; fields: readonly string[]; added: readonly string[] }

/** The records with their decisions; those without one in their place among them. */
function writtenOf(
  records: readonly RecordRead[],
  decisions: readonly (Decision | BadLine)[],
  { table, fields, added }: Written,
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
            fields.map((field) => columnOf(some, field)),
          )
        : texts.map((record) => table.writeWithout(record, added)).join('')
    from = to
  }
  return text
}
