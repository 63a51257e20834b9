import { Value } from '@sinclair/typebox/value'
import { type Bench, requestBodies } from '../bench.ts'
import type { Contestant } from '../contestants/contestant.ts'
import { Field } from '../contestants/field.ts'
import { requestBody, rowNumbers, type SampleRow } from '../contestants/sample-rows.ts'
import type { Cell, LoadResult } from '../measure/sample.ts'
import { BulkResult, type BulkTask } from '../workers/bulk-task.ts'
import { runWorker } from '../workers/worker-process.ts'
import { constantRate } from './constant-rate.ts'
import { HeavyEnsemble } from './heavy-ensemble.ts'
import type { Scenario } from './scenario.ts'

const ROW_MS = 1.6
/** About 3 % of what the model can do. */
const RATE = 20
const BULK_ROWS = 4096
const BULK_CALLERS = [0, 1, 3]
/** Connections: enough to keep the rate until answers take seconds. */
const CONNECTIONS = 64
/** A bulk request takes 7 s of the model alone, so a short sample would see none answered. */
const MIN_DURATION_MS = 20_000

/** Long enough for bulk: it must be answered, not cut off by its deadline. */
const LIMITS = { DEADLINE_MS: '60000' }

/** The shares of single rows and of bulk that are answered when bulk alone is more than a slow model can do. */
export const fairness: Scenario = {
  name: 'fairness',
  summary: `${RATE} single rows/s to a model that takes ${ROW_MS} ms a row beside two light ones, alone and beside callers of ${BULK_ROWS.toLocaleString('en')} rows a request`,
  isLong: true,
  async run(bench) {
    await using ensemble = await HeavyEnsemble.write({ rowMs: ROW_MS, light: 2 })
    await using field = await Field.start({ models: ensemble.folder, env: LIMITS })
    const { proxy, rows } = field.ensemble
    const body = requestBody(rows, rowNumbers(0, BULK_ROWS))
    const cells: Cell[] = []
    for (const callers of BULK_CALLERS) {
      const beside = callers === 0 ? 'alone' : `beside ${callers} of ${BULK_ROWS.toLocaleString('en')} rows`
      const measured = await bench.compare(
        [proxy],
        {
          scenario: this.name,
          load: `${RATE} single rows/s ${beside}`,
          rows,
          rowsPerRequest: 1,
          run: (contestant, durationMs) => runBeside(bench, contestant, { rows, body, callers, durationMs }),
        },
        // The tool warms up itself, at the rate that is measured.
        { warmUpMs: 0, durationMs: Math.max(MIN_DURATION_MS, bench.options.durationMs) },
      )
      cells.push(...measured)
    }
    return cells
  },
}

type Load = { rows: readonly SampleRow[]; body: string; callers: number; durationMs: number }

/** Single rows at their rate, with the bulk callers at work all the time. */
async function runBeside(
  bench: Bench,
  contestant: Contestant,
  { rows, body, callers, durationMs }: Load,
): Promise<LoadResult> {
  const task: BulkTask = {
    url: `${contestant.url}${contestant.batchPath}`,
    body,
    rowsPerRequest: BULK_ROWS,
    durationMs,
  }
  const [singles, ...outputs] = await Promise.all([
    constantRate(bench, contestant, {
      bodies: requestBodies(rows, 1),
      durationMs,
      ratePerSecond: RATE,
      connections: CONNECTIONS,
    }),
    ...Array.from({ length: callers }, () => runWorker('bulk-caller.ts', task, bench.options.signal)),
  ])
  const results = outputs.map((output) => Value.Parse(BulkResult, output))
  const sum = (value: (result: BulkResult) => number) => results.reduce((all, one) => all + value(one), 0)
  const [answered, failed] = [sum((bulk) => bulk.answered), sum((bulk) => bulk.errors)]
  const sent = singles.answered + singles.errors
  const share = answered + failed > 0 ? answered / (answered + failed) : undefined
  return {
    ...singles,
    shareAnswered: singles.answered / sent,
    ...(share !== undefined && {
      bulk: {
        rows: answered * BULK_ROWS,
        rowsPerSecond: sum((bulk) => bulk.rowsPerSecond),
        shareAnswered: share,
      },
    }),
  }
}
