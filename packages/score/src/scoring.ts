import {
  type BadLine,
  type Block,
  type Cell,
  inOrder,
  type Position,
  type ReadRow,
  readBlocks,
  SHOWN,
  TableError,
} from '@sepal/tabular'
import type { Format } from './format.ts'
import { ScoreError } from './score-error.ts'
import type { Scorer, Scores } from './scorer.ts'

/** What was done, up to a position. */
export type Done = { position: Position; rows: number; badLines: number }

export type ScoringOptions = {
  /** the records, from `from` on */
  text: AsyncIterable<string>
  from: Done
  format: Format
  scorer: Scorer
  rowsPerRequest: number
  requests: number
  /** ends before the first bad line */
  isStrict: boolean
  /** no further records are read once it is aborted; those under way are finished */
  stopping: AbortSignal
  /** ends requests under way */
  aborting: AbortSignal
}

/** Scored records, ready to be written. */
export type Scored = { text: string; bad: readonly BadLine[]; done: Done }

/** The bad line at which a strict run ends. */
export class StrictError extends ScoreError {
  override name = 'StrictError'
}

/**
 * Scores records, several requests at once, and gives them in their order.
 * @throws StrictError at a bad line when it is strict, after what comes before it
 * @throws ScoreError when the input cannot be read any more or the proxy does not answer
 */
export async function* score(options: ScoringOptions): AsyncGenerator<Scored> {
  const { from, format, scorer, requests, aborting, isStrict } = options
  let { rows, badLines } = from
  const scored = inOrder(batchesOf(options), requests, async (batch) =>
    answered(
      batch,
      await scorer.score(
        batch.records.map(({ row }) => row),
        aborting,
      ),
    ),
  )
  for await (const answer of scored) {
    const [first] = isStrict ? answer.bad : []
    const { texts, columns, bad, end } = first === undefined ? answer : before(first, answer)
    const text = format.table.write(texts, format.added, columns)
    rows += texts.length
    badLines += bad.length
    yield { text, bad, done: { position: end, rows, badLines } }
    if (first !== undefined) throw new StrictError(sentenceOf(first))
  }
}

/** `line 7: height is empty, expected …` */
export function sentenceOf({ start, reason }: BadLine): string {
  return `line ${start.line + 1}: ${reason}`
}

/** A record that has a row. */
type Row = { text: string; start: Position; row: Cell[] }

/** The rows of a block. */
type Batch = { records: readonly Row[]; bad: readonly BadLine[]; end: Position }

async function* batchesOf({ text, from, format, rowsPerRequest, isStrict, stopping }: ScoringOptions) {
  const { table, features, columns, added } = format
  const read = table.reader(features, columns, added)
  const cutter = table.cutter(from.position)
  try {
    for await (const block of readBlocks(text, cutter, { records: rowsPerRequest, stopping })) {
      if (stopping.aborted) return
      const batch = batchOf(block, read)
      yield batch
      // What follows is not asked for: it ends there.
      if (isStrict && batch.bad.length > 0) return
    }
  } catch (cause) {
    if (cause instanceof TableError) throw new ScoreError(cause.message, { cause })
    throw cause
  }
}

function batchOf({ texts, starts, bad, end }: Block, read: ReadRow): Batch {
  const records: Row[] = []
  const worse: BadLine[] = [...bad]
  for (const [i, text] of texts.entries()) {
    const start = starts[i] ?? end
    const found = read(text)
    if ('row' in found) records.push({ text, start, row: found.row })
    else worse.push({ start, reason: found.reason + spanOf(text, start), text: text.slice(0, SHOWN) })
  }
  return { records, bad: inTheirOrder(worse), end }
}

/** A bad record with line breaks in it takes other lines with it, as after a quote that should not be there. */
function spanOf(text: string, start: Position): string {
  const breaks = text.match(/\r\n|\n|\r/g)?.length ?? 0
  return breaks === 0
    ? ''
    : ` (a quote makes one record of lines ${start.line + 1} to ${start.line + 1 + breaks})`
}

type Answered = {
  texts: readonly string[]
  starts: readonly Position[]
  columns: Scores['columns']
  bad: readonly BadLine[]
  end: Position
}

/** Puts the scores to their records; a row that no model can answer is a bad line. */
function answered({ records, bad, end }: Batch, { columns, refused }: Scores): Answered {
  const scored = refused.size === 0 ? records : records.filter((_, i) => !refused.has(i))
  const worse = [...refused].flatMap(([i, reason]) => {
    const record = records[i]
    return record === undefined ? [] : [{ start: record.start, reason, text: record.text.slice(0, SHOWN) }]
  })
  return {
    texts: scored.map(({ text }) => text),
    starts: scored.map(({ start }) => start),
    columns,
    bad: worse.length === 0 ? bad : inTheirOrder([...bad, ...worse]),
    end,
  }
}

const inTheirOrder = (bad: readonly BadLine[]) => bad.toSorted((a, b) => a.start.offset - b.start.offset)

/** What comes before a bad line. */
function before(line: BadLine, { texts, starts, columns }: Answered): Answered {
  const count = starts.filter(({ offset }) => offset < line.start.offset).length
  return {
    texts: texts.slice(0, count),
    starts: starts.slice(0, count),
    columns: columns.map((column) => column.slice(0, count)),
    bad: [],
    end: line.start,
  }
}
