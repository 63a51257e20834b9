import type { Target } from './target.ts'

/** How long a good request may take while an attack still has effects, ms. */
const PATIENCE_MS = 10_000

/**
 * The answer to a good request, on its own connection. Honours `Retry-After`: rows of callers that left may still wait,
 * and a busy machine may be overloaded with them.
 * @throws Error if there is none
 */
export async function probe({ url, manifest }: Target): Promise<string> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  for (;;) {
    const response = await fetch(`${url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-timeout-ms': String(PATIENCE_MS) },
      body: JSON.stringify({ data: [Object.values(manifest.sample)] }),
      signal,
      keepalive: false,
    })
    const text = await response.text()
    if (response.status === 200) return text
    const pauseS = Number(response.headers.get('retry-after') ?? Number.NaN)
    if (Number.isNaN(pauseS)) throw new Error(`a good request is answered with ${response.status}: ${text}`)
    await Bun.sleep(pauseS * 1000)
    if (signal.aborted)
      throw new Error(`a good request is answered with ${response.status} for ${PATIENCE_MS} ms: ${text}`)
  }
}
