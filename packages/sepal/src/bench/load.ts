import { percentile } from '@sepal/bench/percentile'

/** What is asked, by how many callers at once, each of which waits for its answer. */
export type Load = {
  title: string
  url: string
  /** beside the content type: the key of the proxy */
  headers?: Readonly<Record<string, string>>
  /** JSON */
  body: string
  rowsPerRequest: number
  connections: number
}

export type LoadResult = {
  /** a second */
  rows: number
  requests: number
  /** of a request, ms */
  p50: number
  p99: number
  /** answers that are none, by what they were: `503`, `ECONNREFUSED` */
  failures: Readonly<Record<string, number>>
}

/** Asks for `ms`, or until the signal aborts. */
export async function runLoad(load: Load, ms: number, signal: AbortSignal): Promise<LoadResult> {
  const latencies: number[] = []
  const failures: Record<string, number> = {}
  const start = performance.now()
  const caller = async () => {
    while (performance.now() - start < ms && !signal.aborted) {
      const sentAt = performance.now()
      const failure = await ask(load, signal)
      if (failure === undefined) latencies.push(performance.now() - sentAt)
      else {
        failures[failure] = (failures[failure] ?? 0) + 1
        // A caller that is refused at once would do nothing else.
        await Bun.sleep(REFUSED_MS)
      }
    }
  }
  await Promise.all(Array.from({ length: load.connections }, caller))
  const seconds = (performance.now() - start) / 1000
  const sorted = latencies.toSorted((a, b) => a - b)
  return {
    rows: (latencies.length * load.rowsPerRequest) / seconds,
    requests: latencies.length,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    failures,
  }
}

const REFUSED_MS = 10

/** @returns what went wrong */
async function ask({ url, body, headers }: Load, signal: AbortSignal): Promise<string | undefined> {
  try {
    const init = { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' }, signal }
    const response = await fetch(url, init)
    await response.arrayBuffer()
    return response.ok ? undefined : String(response.status)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    return String(error)
  }
}
