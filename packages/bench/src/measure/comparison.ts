import type { Contestant } from '../contestants/contestant.ts'
import type { SampleRow } from '../contestants/sample-rows.ts'
import { checkAnswers } from './patrol.ts'
import { roundOrder } from './round-order.ts'
import type { Cell, LoadResult } from './sample.ts'
import { takeSample } from './sampling.ts'

export type ComparisonOptions = {
  scenario: string
  /** the load in words */
  load: string
  rows: readonly SampleRow[]
  rowsPerRequest: number
  /** the contestant with which the others are compared (default: the do-nothing route) */
  limit?: string
  rounds: number
  durationMs: number
  /** 0 if `run` warms up itself */
  warmUpMs: number
  /** reports progress */
  say: (progress: string) => void
  /** puts a contestant under load for `durationMs` */
  run: (contestant: Contestant, durationMs: number) => Promise<LoadResult>
}

/**
 * Puts every contestant under the same load, one after the other, for several rounds, each time after a warm-up.
 * @throws BenchError when a contestant's answers are wrong before any load
 */
export async function compare(
  contestants: readonly Contestant[],
  { rounds, say, run, warmUpMs, durationMs, rows, ...load }: ComparisonOptions,
): Promise<Cell[]> {
  const cells = new Map(
    contestants.map((contestant): [Contestant, Cell] => [
      contestant,
      {
        scenario: load.scenario,
        load: load.load,
        contestant: contestant.name,
        rowsPerRequest: load.rowsPerRequest,
        limit: load.limit,
        samples: [],
      },
    ]),
  )
  for (const contestant of contestants) await checkAnswers(contestant, rows)
  for (let round = 0; round < rounds; round += 1) {
    for (const contestant of roundOrder(contestants, round)) {
      if (warmUpMs > 0) await run(contestant, warmUpMs)
      const sample = await takeSample(contestant, {
        rows,
        rowsPerRequest: load.rowsPerRequest,
        load: () => run(contestant, durationMs),
      })
      cells.get(contestant)?.samples.push(sample)
      const speed = Math.round(sample.requestsPerSecond).toLocaleString('en')
      say(`${load.load}, round ${round + 1} of ${rounds}: ${contestant.name} ${speed} requests/s`)
    }
  }
  return [...cells.values()]
}
