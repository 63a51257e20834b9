import Papa from 'papaparse'
import { CallFailure } from '../api/call-failure.ts'
import type { Decision, Feature } from '../api/wire.ts'
import { headerOf, rowIn } from './columns.ts'
import type { Chunk, Line } from './csv-file.ts'
import { type BadLine, NOTHING_SCORED, type Scored, withLines } from './scored.ts'

/** Rows in one call: many enough to be quick, few enough for a slow model to answer within the deadline. */
const ROWS_A_CALL = 1000

/** A call that fails for a reason that may pass is tried so often, with a pause that doubles, ms. */
const TRIES = 6
const FIRST_PAUSE_MS = 250

export type Scoring = {
  features: readonly Feature[]
  /** the column of each feature */
  columns: readonly number[]
  /** asks for the labels of rows */
  label: (rows: readonly (readonly number[])[]) => Promise<readonly Decision[]>
  /** waits, but no longer than until the signal aborts */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
  /** is told of a call that failed, and is made again in a while */
  onWait: (failure: CallFailure) => void
  signal: AbortSignal
}

/** A step on the way: what is known by now, and the next piece of the scored file. */
export type Step = { scored: Scored; bytesRead: number; text: string }

/**
 * Scores a file from its first line to its last, or until the signal aborts. Each line keeps its cells and has the
 * label and its probability behind them; one that cannot be scored has neither.
 * @throws CallFailure when the proxy does not answer any more
 */
export async function* scoreFile(chunks: AsyncIterable<Chunk>, scoring: Scoring): AsyncGenerator<Step, void> {
  let scored = NOTHING_SCORED
  let hasBegun = false
  for await (const { lines: read, bytesRead } of chunks) {
    const [first] = read
    if (first === undefined) continue
    const hasHeader = !hasBegun && headerOf(first.cells).isLine
    hasBegun = true
    const lines = hasHeader ? read.slice(1) : read
    if (hasHeader) {
      yield { scored, bytesRead: 0, text: csvOf([[...first.cells, ...newColumns(first.cells)]]) }
    }
    for (let from = 0; from < lines.length; from += ROWS_A_CALL) {
      if (scoring.signal.aborted) return
      const some = lines.slice(from, from + ROWS_A_CALL)
      const decisions = await decide(some, scoring)
      scored = withLines(scored, decisions)
      yield {
        scored,
        bytesRead,
        text: csvOf(some.map(({ cells }, i) => [...cells, ...cellsOf(decisions[i])])),
      }
    }
  }
}

async function decide(
  lines: readonly Line[],
  { columns, features, label, ...patience }: Scoring,
): Promise<(Decision | BadLine)[]> {
  const rows = lines.map(({ cells }) => rowIn(cells, columns, features))
  const good = rows.filter((row) => typeof row !== 'string')
  const decisions = good.length === 0 ? [] : await patiently(() => label(good), patience)
  let next = 0
  return rows.map((row, i) => {
    const line = lines[i]?.number ?? 0
    if (typeof row === 'string') return { line, reason: row }
    const decision = decisions[next]
    next += 1
    return decision ?? { line, reason: 'no label came back' }
  })
}

/** Tries again what may go better in a while. */
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

/** The names of the added columns; a file that has such a one keeps it. */
function newColumns(names: readonly string[]): string[] {
  return ['label', 'proba'].map((name) => (names.includes(name) ? `sepal_${name}` : name))
}

function cellsOf(decision: Decision | BadLine | undefined): (string | number)[] {
  return decision !== undefined && 'label' in decision ? [decision.label, decision.proba] : ['', '']
}

const csvOf = (lines: (string | number)[][]): string => `${Papa.unparse(lines, { newline: '\n' })}\n`
