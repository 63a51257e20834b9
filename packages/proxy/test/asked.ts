import { Batch } from '../src/batching/batch.ts'
import { PendingRows, type PredictionRequest } from '../src/batching/pending-rows.ts'
import { type AnswerRows, startOf } from '../src/core/answer-rows.ts'
import type { Outcome } from '../src/core/outcome.ts'

/** One row for each number. */
export const rowsFrom = (...numbers: number[]): number[][] => numbers.map((number) => [number])

/** Pending rows of their own request, and their outcomes. */
export class Asked {
  readonly pending: PendingRows
  /** one entry each time it settled */
  readonly outcomes: Outcome<AnswerRows>[] = []

  constructor(
    rows: PredictionRequest['rows'],
    { requestId = 'r1', deadline = 1000, ...texts }: Partial<PredictionRequest> = {},
  ) {
    const owner = {
      askedAt: 0,
      rowsSettled: (_: number, outcome: Outcome<AnswerRows>) => {
        this.outcomes.push(outcome)
      },
    }
    this.pending = new PendingRows({ rows, requestId, deadline, ...texts }, owner, 0)
  }

  get kinds(): string[] {
    return this.outcomes.map(({ kind }) => kind)
  }

  /** The rows of its answer; `undefined` without one. */
  get answer(): number[][] | undefined {
    const [outcome] = this.outcomes
    if (outcome?.kind !== 'ok') return undefined
    const { data, rows, width } = outcome.value
    return Array.from({ length: rows }, (_, row) => {
      const start = startOf(outcome.value, row)
      return Array.from(data.subarray(start, start + width))
    })
  }
}

/** All rows of these requests in one batch. */
export function batchOf(...asked: Asked[]): Batch {
  const batch = new Batch()
  for (const { pending } of asked) batch.add(pending, pending.waitingRows)
  return batch
}
