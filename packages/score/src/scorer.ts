import type { Column } from './format/format.ts'
import { ProxyError } from './score-error.ts'

/** What came of asking for rows: their scores, as the new columns, or why there are none. */
export type Asked =
  | { columns: readonly Column[] }
  /** fewer rows may do better: they were too many bytes, or took too long */
  | { tooMuch: string }
  | { failed: string }

type Rows = readonly (readonly number[])[]

/** Asks a proxy for the scores of rows, `[N, F]`; the columns have a value for each row. */
export type Ask = (rows: Rows, signal: AbortSignal) => Promise<Asked>

/** Scores rows, in requests that become smaller when they turn out to be too much. */
export class Scorer {
  #mostRows = Number.POSITIVE_INFINITY

  constructor(private readonly ask: Ask) {}

  /** @throws ProxyError when the proxy cannot score them */
  async score(rows: Rows, signal: AbortSignal): Promise<readonly Column[]> {
    if (rows.length > this.#mostRows) return this.#inParts(rows, signal)
    if (rows.length === 0) return []
    const asked = await this.ask(rows, signal)
    if ('columns' in asked) {
      const short = asked.columns.find(({ length }) => length !== rows.length)
      if (short === undefined) return asked.columns
      throw new ProxyError(`the proxy answered ${short.length} of ${rows.length} rows`)
    }
    if ('failed' in asked) throw new ProxyError(asked.failed)
    if (rows.length === 1) throw new ProxyError(asked.tooMuch)
    this.#mostRows = Math.min(this.#mostRows, Math.ceil(rows.length / 2))
    return this.#inParts(rows, signal)
  }

  async #inParts(rows: Rows, signal: AbortSignal): Promise<readonly Column[]> {
    const parts: (readonly Column[])[] = []
    for (let from = 0; from < rows.length; ) {
      const part = rows.slice(from, from + this.#mostRows)
      parts.push(await this.score(part, signal))
      from += part.length
    }
    const [first = [], ...others] = parts
    return first.map((column, c) => others.reduce<Column>((all, part) => joined(all, part[c]), column))
  }
}

function joined(column: Column, more: Column = []): Column {
  // A column is of one kind in every answer; its type does not say that both are of the same.
  return [...column, ...more] as Column
}
