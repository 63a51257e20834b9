import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import type { Bench } from '../bench.ts'
import { BenchError } from '../bench-error.ts'
import type { Contestant } from '../contestants/contestant.ts'
import type { SampleRow } from '../contestants/sample-rows.ts'
import { ROW_COUNT, requestBody, rowNumbers } from '../contestants/sample-rows.ts'
import type { LoadResult } from '../measure/sample.ts'
import { figure, megabytes } from '../report/figures.ts'
import { ScoredFile } from '../scoring/scored-file.ts'
import type { Scenario } from './scenario.ts'

/** The defaults of `bun run score`: rows per request, and requests in flight. */
const ROWS = 4096
const CONNECTIONS = 4
/** About a million, a multiple of the different rows. */
const COUNT = 31_250 * ROW_COUNT
const COUNT_QUICK = 3125 * ROW_COUNT

const Decisions = Type.Object({
  prediction: Type.Array(Type.Object({ label: Type.String(), proba: Type.Number() })),
})

/** What reading and writing a file costs, compared with the load tool, which does neither. */
export const file: Scenario = {
  name: 'file',
  summary: `bun run score on a CSV of ${COUNT.toLocaleString('en')} rows, and the load tool with the same kind of requests`,
  isLong: true,
  async run(bench) {
    const { field, sepal } = await bench.standardField()
    const { system, rows } = field.ensemble
    const count = bench.options.isQuick ? COUNT_QUICK : COUNT
    await using csv = await ScoredFile.write({
      features: Object.keys(system.manifest.features),
      rows,
      decisions: (await decisionsOn(sepal, rows)).prediction,
      count,
    })
    const score: Contestant = { ...sepal, name: 'sepal, bun run score' }
    const tool: Contestant = { ...sepal, name: 'sepal, load tool' }
    const labels = { ...sepal, batchPath: '/predict/label/batch' }
    const load = { scenario: this.name, rowsPerRequest: ROWS, connections: CONNECTIONS, rows }
    // Without `await` the file would be gone before it is read.
    return await bench.compare([score, tool], {
      ...load,
      load: `${count.toLocaleString('en')} rows, ${ROWS.toLocaleString('en')} a request, ${CONNECTIONS} requests at once`,
      run: (contestant, durationMs) =>
        contestant === score
          ? scoreOnce(bench, csv, { url: sepal.url, count })
          : bench.load(labels, { ...load, durationMs }),
    })
  },
}

async function decisionsOn(
  { url }: Contestant,
  rows: readonly SampleRow[],
): Promise<Static<typeof Decisions>> {
  const response = await fetch(`${url}/predict/label/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: requestBody(rows, rowNumbers(0, rows.length)),
  })
  return Value.Parse(Decisions, await response.json())
}

/** The whole file, however long it takes, start-up included. */
async function scoreOnce(
  { options: { say, signal } }: Bench,
  csv: ScoredFile,
  { url, count }: { url: string; count: number },
): Promise<LoadResult> {
  const { durationMs, cpuMs, peakRssBytes, wrong } = await csv.score(url, signal)
  if (wrong !== undefined) throw new BenchError(`bun run score wrote wrong output: ${wrong}`)
  say(
    `bun run score itself took ${figure(cpuMs / 1000)} s of processor time, and ${megabytes(peakRssBytes)} MB at its peak`,
  )
  const unknown = { p50Ms: Number.NaN, p99Ms: Number.NaN, p999Ms: Number.NaN }
  return { ...unknown, answered: count / ROWS, errors: 0, durationMs }
}
