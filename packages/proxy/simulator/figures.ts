import type { SimulatedRequest, Simulation } from './simulation.ts'

export const isFull = ({ outcomes }: SimulatedRequest): boolean =>
  outcomes?.every(({ kind }) => kind === 'ok') === true

/** Latencies of the full answers, ms, sorted; of requests sent from a given time on. */
export function timesOf({ requests }: Simulation, since = 0): number[] {
  return requests
    .filter((request) => request.sentAt >= since && isFull(request))
    .map(({ sentAt, settledAt = Number.POSITIVE_INFINITY }) => settledAt - sentAt)
    .sort((a, b) => a - b)
}

/** Of sorted times. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
