import { Distribution, SECONDS } from '@sepal/server'
import type { Outcome } from '../core/outcome.ts'

/** What a batcher has done since it started. Counting costs one addition and allocates nothing. */
export class Counters {
  /** requests, each of one row or more */
  requests = 0
  rows = 0
  /** batches sent, and their rows: fewer calls than requests when waiting rows travel together */
  calls = 0
  rowsSent = 0
  /** durations of the calls, retries and hedges included, s: those that were answered, and all others */
  readonly callSeconds = { answered: new Distribution(SECONDS), unanswered: new Distribution(SECONDS) }
  /** the outcomes of the requests */
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
