import type { CallCounter } from './contestant.ts'

/** A classifier's process: its name, and its address without a trailing slash. */
type Counted = readonly [classifier: string, url: string]

const CALLS = /^sepal_model_requests_total\{.*\} (\d+)$/m

/** Counts calls by the classifiers' metrics, over the socket and over HTTP; those of replicas together. */
export class CallMetrics implements CallCounter {
  /** @param processes those that run now */
  constructor(private readonly processes: () => readonly Counted[]) {}

  async counts(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>()
    for (const [classifier, url] of this.processes()) {
      const metrics = await (await fetch(`${url}/metrics`)).text()
      const calls = Number(CALLS.exec(metrics)?.[1])
      counts.set(classifier, (counts.get(classifier) ?? 0) + calls)
    }
    return counts
  }
}
