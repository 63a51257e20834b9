import { Batch } from '../src/batching/batch.ts'
import { type Question, Ticket } from '../src/batching/pending-rows.ts'
import { type Probabilities, rowsOf } from '../src/core/answer-rows.ts'
import type { Outcome } from '../src/core/outcome.ts'

/** One row for each number. */
export const rowsFrom = (...numbers: number[]): number[][] => numbers.map((number) => [number])

/** A ticket of its own, and what became of it. */
export class Asked {
  readonly ticket: Ticket
  /** each time that it was settled */
  readonly outcomes: Outcome<Probabilities>[] = []

  constructor(rows: Question['rows'], { requestId = 'r1', deadline = 1000 }: Partial<Question> = {}) {
    const owner = {
      askedAt: 0,
      ticketSettled: (_: number, outcome: Outcome<Probabilities>) => {
        this.outcomes.push(outcome)
      },
    }
    this.ticket = new Ticket({ rows, requestId, deadline }, owner, 0)
  }

  get kinds(): string[] {
    return this.outcomes.map(({ kind }) => kind)
  }

  /** The rows of its answer; nothing when it has none. */
  get answer(): number[][] | undefined {
    const [outcome] = this.outcomes
    return outcome?.kind === 'ok' ? rowsOf(outcome.value) : undefined
  }
}

/** All rows of these tickets in one batch. */
export function batchOf(...asked: Asked[]): Batch {
  const batch = new Batch()
  for (const { ticket } of asked) batch.add(ticket, ticket.waitingRows)
  return batch
}
