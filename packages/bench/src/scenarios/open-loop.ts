import { Value } from '@sinclair/typebox/value'
import { type Bench, requestBodies } from '../bench.ts'
import type { Contestant } from '../contestants/contestant.ts'
import { median } from '../measure/percentile.ts'
import type { Cell, LoadResult } from '../measure/sample.ts'
import { OpenLoopResult, type OpenLoopTask } from '../workers/open-loop-task.ts'
import { runWorker } from '../workers/worker-process.ts'
import type { Scenario } from './scenario.ts'

const PEAK_CONNECTIONS = 256
const SHARE_OF_PEAK = 0.5
/** p99.9 needs more requests than other figures. */
const TIMES_LONGER = 2
/** The tool is a new process each time, and itself slow until its code is compiled, ms. */
const LEAST_WARM_UP_MS = 1000
/** A tool that takes more of a processor than this measures itself. */
const MOST_CPU_SHARE = 0.9

/** Requests that arrive at a constant rate, whatever becomes of those before them. */
export const openLoop: Scenario = {
  name: 'open',
  summary: 'single rows at a constant rate, half of the peak of each; time from when a request was to start',
  async run(bench) {
    const { field, doNothing, sepal, naive, fastify } = await bench.standardField()
    const { rows } = field.ensemble
    const contestants = [doNothing, sepal, fastify, naive]
    const peaks = await bench.closedLoop(
      contestants,
      rows,
      {
        scenario: this.name,
        load: `peak, ${PEAK_CONNECTIONS} connections`,
        rowsPerRequest: 1,
        connections: PEAK_CONNECTIONS,
      },
      { rounds: 1 },
    )
    const bodies = requestBodies(rows, 1)
    const halves = await bench.compare(
      contestants,
      {
        scenario: this.name,
        load: 'constant rate, half of the peak',
        rows,
        rowsPerRequest: 1,
        run: (contestant, durationMs) =>
          constantRate(bench, contestant, {
            bodies,
            durationMs,
            ratePerSecond: SHARE_OF_PEAK * peakOf(contestant, peaks),
          }),
      },
      // The tool warms up itself, at the rate that is measured.
      { warmUpMs: 0, durationMs: TIMES_LONGER * bench.options.durationMs },
    )
    return [...peaks, ...halves]
  },
}

function peakOf({ name }: Contestant, peaks: readonly Cell[]): number {
  const samples = peaks.find(({ contestant }) => contestant === name)?.samples ?? []
  return Math.max(1, median(samples.map(({ requestsPerSecond }) => requestsPerSecond)))
}

async function constantRate(
  bench: Bench,
  { url }: Contestant,
  { ratePerSecond, durationMs, bodies }: Pick<OpenLoopTask, 'ratePerSecond' | 'durationMs' | 'bodies'>,
): Promise<LoadResult> {
  const task: OpenLoopTask = {
    port: Number(new URL(url).port),
    path: '/predict',
    bodies,
    ratePerSecond,
    warmUpMs: Math.max(LEAST_WARM_UP_MS, bench.options.warmUpMs),
    durationMs,
    connections: PEAK_CONNECTIONS,
  }
  const output = await runWorker('open-loop.ts', task, bench.options.signal)
  const { cpuShare, lagP99Ms, warmUpAnswered, ...result } = Value.Parse(OpenLoopResult, output)
  if (cpuShare > MOST_CPU_SHARE) {
    bench.options.say(
      `the load tool took ${Math.round(cpuShare * 100)} % of a processor: it is the limit here`,
    )
  }
  return {
    ...result,
    answeredBesides: warmUpAnswered,
    durationMs,
    toolLagP99Ms: lagP99Ms,
    offeredPerSecond: ratePerSecond,
  }
}
