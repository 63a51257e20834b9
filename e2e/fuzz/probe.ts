import type { System } from '../../packages/launcher/src/index.ts'

/** How long a good request may take beside what is left of an attack, ms. */
const PATIENCE_MS = 10_000

/**
 * The answer to a good request, on a connection of its own.
 * @throws Error when there is none
 */
export async function probe({ url, manifest }: System): Promise<string> {
  const response = await fetch(`${url}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-timeout-ms': String(PATIENCE_MS) },
    body: JSON.stringify({ data: [manifest.sample] }),
    signal: AbortSignal.timeout(PATIENCE_MS),
    keepalive: false,
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`a good request is answered with ${response.status}: ${text}`)
  return text
}
