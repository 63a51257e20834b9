import { Value } from '@sinclair/typebox/value'
import type { Bench } from '../bench.ts'
import type { Contestant } from '../contestants/contestant.ts'
import { Field } from '../contestants/field.ts'
import type { SampleRow } from '../contestants/sample-rows.ts'
import { requestBody, rowNumbers } from '../contestants/sample-rows.ts'
import type { LoadResult } from '../measure/sample.ts'
import { BulkResult, type BulkTask } from '../workers/bulk-task.ts'
import { runWorker } from '../workers/worker-process.ts'
import type { Scenario } from './scenario.ts'

const CONNECTIONS = 32
const LOAD = { scenario: 'mixed', rowsPerRequest: 1, connections: CONNECTIONS }

/** 100,000 rows are more than the servers take by default, and more than a second's work for some. */
const LIMITS = { MAX_ROWS: '100000', MAX_BODY_BYTES: '16000000', DEADLINE_MS: '30000' }

/** What callers of single rows notice of a bulk caller. */
export const mixed: Scenario = {
  name: 'mixed',
  summary: `${CONNECTIONS} callers of single rows, alone and beside a caller of 4,096 or 100,000 rows a request`,
  async run(bench) {
    await using field = await Field.start({ env: LIMITS })
    const contestants = [field.ensemble.proxy, await field.fastify(), await field.naive()]
    const { rows } = field.ensemble
    const alone = await bench.closedLoop(contestants, rows, {
      ...LOAD,
      load: `${CONNECTIONS} single callers`,
    })
    const beside: typeof alone = []
    for (const bulkRows of bench.options.isQuick ? [4096] : [4096, 100_000]) {
      const body = requestBody(rows, rowNumbers(0, bulkRows))
      const cells = await bench.compare(contestants, {
        ...LOAD,
        rows,
        load: `${CONNECTIONS} single callers and 1 of ${bulkRows.toLocaleString('en')} rows`,
        run: (contestant, durationMs) =>
          runBeside(bench, contestant, {
            rows,
            durationMs,
            bulk: {
              url: `${contestant.url}${contestant.batchPath}`,
              body,
              rowsPerRequest: bulkRows,
              durationMs,
            },
          }),
      })
      beside.push(...cells)
    }
    return [...alone, ...beside]
  },
}

/** The callers of single rows, with the bulk caller at work all the time. */
async function runBeside(
  bench: Bench,
  contestant: Contestant,
  { rows, durationMs, bulk }: { rows: readonly SampleRow[]; durationMs: number; bulk: BulkTask },
): Promise<LoadResult> {
  const [singles, output] = await Promise.all([
    bench.load(contestant, { ...LOAD, rows, durationMs }),
    runWorker('bulk-caller.ts', bulk, bench.options.signal),
  ])
  const { answered, rowsPerSecond, errors } = Value.Parse(BulkResult, output)
  const rowCount = answered * bulk.rowsPerRequest
  return { ...singles, errors: singles.errors + errors, bulk: { rows: rowCount, rowsPerSecond } }
}
