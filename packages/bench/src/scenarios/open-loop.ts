import { requestBodies } from '../bench.ts'
import type { Contestant } from '../contestants/contestant.ts'
import { median } from '../measure/percentile.ts'
import type { Cell } from '../measure/sample.ts'
import { constantRate } from './constant-rate.ts'
import type { Scenario } from './scenario.ts'

const PEAK_CONNECTIONS = 256
const SHARE_OF_PEAK = 0.5
/** p99.9 needs more requests than other figures. */
const TIMES_LONGER = 2

/** Requests that arrive at a constant rate, regardless of earlier answers. */
export const openLoop: Scenario = {
  name: 'open',
  summary:
    'single rows at a constant rate, half the peak of each contestant; timed from when a request was due',
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
            connections: PEAK_CONNECTIONS,
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
