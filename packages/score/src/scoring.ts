import type { Format } from './format/format.ts'
import { inOrder } from './in-order.ts'
import { type BadLine, type Block, type Position, readBlocks, SHOWN } from './input/blocks.ts'
import { ScoreError } from './score-error.ts'
import type { Scorer } from './scorer.ts'

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
  const { from, format, scorer, requests, aborting } = options
  let { rows, badLines } = from
  const scored = inOrder(tablesOf(options), requests, async (table) => ({
    ...table,
    scores: await scorer.score(table.rows, aborting),
  }))
  for await (const { texts, bad, scores, end, strictly } of scored) {
    const text = format.write(texts, scores)
    rows += texts.length
    badLines += bad.length
    yield { text, bad, done: { position: end, rows, badLines } }
    if (strictly !== undefined) throw new StrictError(sentenceOf(strictly))
  }
}

/** `line 7: height is "", expected …` */
export function sentenceOf({ start, reason }: BadLine): string {
  return `line ${start.line + 1}: ${reason}`
}

/** The records of a block with their numbers. */
type Table = {
  texts: readonly string[]
  rows: readonly number[][]
  bad: readonly BadLine[]
  end: Position
  /** the bad line before which a strict run ends */
  strictly?: BadLine
}

async function* tablesOf({ text, from, format, rowsPerRequest, isStrict, stopping }: ScoringOptions) {
  const blocks = readBlocks(text, {
    from: from.position,
    records: rowsPerRequest,
    isOpenAfter: (line, wasOpen) => format.isOpenAfter(line, wasOpen),
    stopping,
  })
  for await (const block of blocks) {
    if (stopping.aborted) return
    const table = tableOf(block, format)
    const [first] = table.bad
    if (!isStrict || first === undefined) yield table
    else {
      yield before(first, table, block)
      return
    }
  }
}

function tableOf({ texts, starts, bad, end }: Block, format: Format): Table {
  const good: string[] = []
  const rows: number[][] = []
  const worse: BadLine[] = [...bad]
  for (const [i, text] of texts.entries()) {
    const read = format.read(text)
    if ('row' in read) {
      good.push(text)
      rows.push(read.row)
    } else worse.push({ start: starts[i] ?? end, reason: read.reason, text: text.slice(0, SHOWN) })
  }
  worse.sort((a, b) => a.start.offset - b.start.offset)
  return { texts: good, rows, bad: worse, end }
}

/** What comes before a table's first bad line. */
function before(strictly: BadLine, { texts, rows }: Table, { starts }: Block): Table {
  const count = starts.filter(({ offset }) => offset < strictly.start.offset).length
  return { texts: texts.slice(0, count), rows: rows.slice(0, count), bad: [], end: strictly.start, strictly }
}
