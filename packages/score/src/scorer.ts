import type { Cell } from './format/format.ts'
import { ScoreError } from './score-error.ts'

/** What came of asking for rows: their scores, or why there are none. */
export type Asked =
  | { scores: readonly (readonly Cell[])[] }
  /** fewer rows may do better: they were too many bytes, or took too long */
  | { tooMuch: string }
  | { failed: string }

/** Asks a proxy for the scores of rows, `[N, F]`; for each row as many cells as there are new columns. */
export type Ask = (rows: readonly (readonly number[])[], signal: AbortSignal) => Promise<Asked>

/** Scores rows, in requests that become smaller when they turn out to be too much. */
export class Scorer {
  #mostRows = Number.POSITIVE_INFINITY

  constructor(private readonly ask: Ask) {}

  /** @throws ScoreError when the proxy cannot score them */
  async score(
    rows: readonly (readonly number[])[],
    signal: AbortSignal,
  ): Promise<readonly (readonly Cell[])[]> {
    if (rows.length > this.#mostRows) return this.#inParts(rows, signal)
    if (rows.length === 0) return []
    const asked = await this.ask(rows, signal)
    if ('scores' in asked) {
      if (asked.scores.length === rows.length) return asked.scores
      throw new ScoreError(`the proxy answered ${asked.scores.length} of ${rows.length} rows`)
    }
    if ('failed' in asked) throw new ScoreError(asked.failed)
    if (rows.length === 1) throw new ScoreError(asked.tooMuch)
    this.#mostRows = Math.min(this.#mostRows, Math.ceil(rows.length / 2))
    return this.#inParts(rows, signal)
  }

  async #inParts(rows: readonly (readonly number[])[], signal: AbortSignal) {
    const scores: (readonly Cell[])[] = []
    for (let from = 0; from < rows.length; ) {
      const part = rows.slice(from, from + Math.min(this.#mostRows, rows.length))
      scores.push(...(await this.score(part, signal)))
      from += part.length
    }
    return scores
  }
}
