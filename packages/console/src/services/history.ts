import type { Answerer, Services } from '../api/wire.ts'

/** The services at one moment, s since the epoch, and the proxy that reported them. */
export type Sample = { at: number; services: Services; proxy: Answerer }

/** A service between two samples, as it is drawn. */
export type Figures = {
  requests: number
  errors: number
  rowsACall: number | null
  p50Ms: number | null
  p99Ms: number | null
  waitingRows: number
}

/** How far the charts look back, s. */
export const LOOK_BACK_S = 300

/** The samples with one more, without those that are too old. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  return [...samples.filter(({ at }) => sample.at - at <= LOOK_BACK_S), sample]
}

/**
 * A service's figures per second from one sample to the next; `undefined` if the proxy restarted in between, or if the
 * samples are from different proxies: each counts for itself.
 */
export function figuresBetween(from: Sample, to: Sample, name: string): Figures | undefined {
  const [before, after] = [from.services[name], to.services[name]]
  const seconds = to.at - from.at
  if (from.proxy.name !== to.proxy.name) return undefined
  if (before === undefined || after === undefined || seconds <= 0) return undefined
  const requests = after.requests - before.requests
  const calls = after.calls - before.calls
  if (requests < 0 || calls < 0) return undefined
  return {
    requests: requests / seconds,
    errors: Math.max(0, failuresOf(after) - failuresOf(before)) / seconds,
    rowsACall: calls > 0 ? (after.rowsSent - before.rowsSent) / calls : null,
    p50Ms: calls > 0 ? after.latency.p50Ms : null,
    p99Ms: calls > 0 ? after.latency.p99Ms : null,
    waitingRows: after.waitingRows,
  }
}

/**
 * The samples of the proxy that answered last, where several take turns. A proxy that restarts has a new name and never
 * answers under the old one again: then the old samples stay.
 */
export function samplesOfOneProxy(samples: readonly Sample[]): {
  samples: readonly Sample[]
  others: boolean
} {
  const last = samples.at(-1)?.proxy
  if (last === undefined) return { samples, others: false }
  const names = samples.map(({ proxy }) => proxy.name)
  const others = last.sharesPort || names.some((name, i) => names[i - 1] !== name && names.indexOf(name) < i)
  return { samples: others ? samples.filter(({ proxy }) => proxy.name === last.name) : samples, others }
}

function failuresOf({ outcomes: { ok: _, ...failures } }: Services[string]): number {
  return Object.values(failures).reduce((sum, count) => sum + count, 0)
}

/** A service's figures over the time that the samples span. */
export function seriesOf(
  samples: readonly Sample[],
  name: string,
): { at: number; figures: Figures | undefined }[] {
  return samples.flatMap((to, i) => {
    const from = samples[i - 1]
    return from ? [{ at: to.at, figures: figuresBetween(from, to, name) }] : []
  })
}
