import type { Outcome } from '../core/outcome.ts'

/** What a batcher has done since it began. To count costs an addition, and nothing is made for it. */
export class Counters {
  /** requests, each of one row or more */
  requests = 0
  rows = 0
  /** batches that were sent, and their rows: fewer calls than requests, when rows that wait travel together */
  calls = 0
  rowsSent = 0
  /** what became of the requests */
  readonly outcomes: Record<Outcome<unknown>['kind'], number> = {
    ok: 0,
    late: 0,
    unavailable: 0,
    rejected: 0,
    unanswerable: 0,
    malformed: 0,
    shed: 0,
  }
}
