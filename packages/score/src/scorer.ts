import type { Cell, NewColumn } from '@sepal/tabular'
import { ProxyError } from './score-error.ts'

/** A row of a request that no model can answer, by its place in it. */
export type Unanswerable = { row: number; reason: string }

/** What came of asking for rows: their scores, as the new columns, or why there are none. */
export type Asked =
  | { columns: readonly NewColumn[] }
  /** these rows cannot be answered, and the others can; none are named where it is not known which */
  | { unanswerable: readonly Unanswerable[]; message: string }
  /** some row cannot be answered, and which one is not known */
  | { spoilt: string }
  /** fewer rows may do better: they were too many bytes, or took too long */
  | { tooMuch: string }
  | { failed: string }

export type Rows = readonly (readonly Cell[])[]

/** Asks a proxy for the scores of rows, `[N, F]`; the columns have a value for each row. */
export type Ask = (rows: Rows, signal: AbortSignal) => Promise<Asked>

/** The scores of those rows that have some, in their order, and why the others have none. */
export type Scores = { columns: readonly NewColumn[]; refused: ReadonlyMap<number, string> }

/** So many rows in a row that cannot be answered, each asked for alone, are no matter of single rows any more. */
const MAX_REFUSED_ALONE = 20

/** Scores rows, in requests that become smaller when they turn out to be too much. */
export class Scorer {
  #maxRows = Number.POSITIVE_INFINITY
  #refusedAlone = 0

  constructor(private readonly ask: Ask) {}

  /** @throws ProxyError when the proxy cannot score them */
  async score(rows: Rows, signal: AbortSignal): Promise<Scores> {
    if (rows.length === 0) return { columns: [], refused: new Map() }
    if (rows.length > this.#maxRows) return this.#inParts(rows, this.#maxRows, signal)
    const asked = await this.ask(rows, signal)
    if ('columns' in asked) return this.#answered(asked.columns, rows.length)
    if ('failed' in asked) throw new ProxyError(asked.failed)
    const half = Math.ceil(rows.length / 2)
    if ('tooMuch' in asked) {
      if (rows.length === 1) throw new ProxyError(asked.tooMuch)
      this.#maxRows = Math.min(this.#maxRows, half)
      return this.#inParts(rows, this.#maxRows, signal)
    }
    if ('unanswerable' in asked) {
      const known = asked.unanswerable.filter(({ row }) => row in rows)
      if (known.length > 0) return this.#without(rows, known, signal)
    }
    if (rows.length > 1) return this.#inParts(rows, half, signal)
    return 'spoilt' in asked ? this.#refuseSpoilt(asked.spoilt) : refusalOf(asked.message)
  }

  #answered(columns: readonly NewColumn[], count: number): Scores {
    const short = columns.find(({ length }) => length !== count)
    if (short !== undefined) throw new ProxyError(`the proxy answered ${short.length} of ${count} rows`)
    this.#refusedAlone = 0
    return { columns, refused: new Map() }
  }

  /** A row whose answer fails by itself, too. */
  #refuseSpoilt(reason: string): Scores {
    this.#refusedAlone += 1
    if (this.#refusedAlone > MAX_REFUSED_ALONE) {
      throw new ProxyError(`${reason} (as of the ${MAX_REFUSED_ALONE} rows before, each asked for alone)`)
    }
    return refusalOf(reason)
  }

  /** Asks again for the rows that can be answered. */
  async #without(rows: Rows, unanswerable: readonly Unanswerable[], signal: AbortSignal): Promise<Scores> {
    const refused = new Map(unanswerable.map(({ row, reason }) => [row, reason]))
    const places = [...rows.keys()].filter((row) => !refused.has(row))
    const scores = await this.score(
      places.flatMap((row) => (rows[row] === undefined ? [] : [rows[row]])),
      signal,
    )
    for (const [row, reason] of scores.refused) refused.set(places[row] ?? row, reason)
    return { columns: scores.columns, refused }
  }

  async #inParts(rows: Rows, size: number, signal: AbortSignal): Promise<Scores> {
    const parts: Scores[] = []
    const refused = new Map<number, string>()
    for (let from = 0; from < rows.length; ) {
      const part = rows.slice(from, from + Math.min(size, this.#maxRows))
      const scores = await this.score(part, signal)
      for (const [row, reason] of scores.refused) refused.set(from + row, reason)
      parts.push(scores)
      from += part.length
    }
    const filled = parts.filter(({ columns }) => columns.length > 0)
    const [first, ...others] = filled
    const columns = (first?.columns ?? []).map((column, c) =>
      others.reduce<NewColumn>((all, part) => joined(all, part.columns[c]), column),
    )
    return { columns, refused }
  }
}

/** Of a request of one row. */
const refusalOf = (reason: string): Scores => ({ columns: [], refused: new Map([[0, reason]]) })

function joined(column: NewColumn, more: NewColumn = []): NewColumn {
  return [...column, ...more]
}
