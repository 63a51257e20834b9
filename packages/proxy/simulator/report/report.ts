import { quantile, timesOf } from '../figures.ts'
import type { Simulation } from '../simulation.ts'
import { alternatives } from './alternatives.ts'
import { runSituation, type Situation, situations } from './situations.ts'

/** The benefit of each policy: a row per situation, with all policies and without each. The head comes first. */
export function report(): string[][] {
  const head = ['what happens', ...Object.keys(alternatives)]
  return [head, ...situations.map(rowOf)]
}

/** What a situation is, and its figures with each alternative. */
export function rowOf(situation: Situation): string[] {
  const figures = Object.values(alternatives).map((policies) => figureOf(runSituation(situation, policies)))
  return [situation.what, ...figures]
}

/** From here on a batcher knows its classifier, and no fault has begun, ms. */
const SINCE_MS = 5000

/** The share of requests that got every classifier's answer, and the p99.9 of their latency. */
function figureOf(simulation: Simulation): string {
  const times = timesOf(simulation, SINCE_MS)
  const share = (100 * times.length) / simulation.requests.filter(({ sentAt }) => sentAt >= SINCE_MS).length
  return times.length === 0 ? 'none' : `${share.toFixed(2)} %, ${quantile(times, 0.999).toFixed(0)} ms`
}
