import type { ReplicaAccess } from './replica-access.ts'

/** An answer that must not be read. The message is for callers. */
export class UnusableAnswerError extends Error {
  override name = 'UnusableAnswerError'
}

/** Statuses whose answers have no body, not even an empty one. */
const withoutBody = new Set([204, 205, 304])

/**
 * A `fetch` that buffers at most `maxBytes` of an answer, and rejects compressed ones: a few compressed bytes may be
 * gigabytes.
 * @throws UnusableAnswerError for an answer that is larger or compressed; its connection is closed
 */
export function boundedFetch(maxBytes: number, tls?: ReplicaAccess['tls']): typeof fetch {
  const bounded = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('accept-encoding', 'identity')
    const response = await fetch(url, { ...init, headers, decompress: false, ...(tls && { tls }) })
    const body = await readAtMost(response, maxBytes)
    return new Response(withoutBody.has(response.status) ? null : body, response)
  }
  return Object.assign(bounded, { preconnect: fetch.preconnect })
}

async function readAtMost(response: Response, maxBytes: number): Promise<Blob> {
  const give = async (reason: string) => {
    await response.body?.cancel()
    throw new UnusableAnswerError(reason)
  }
  const encoding = response.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') await give('its answer is compressed')
  if (Number(response.headers.get('content-length')) > maxBytes) await give('its answer is too large')
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new UnusableAnswerError('its answer is too large')
    chunks.push(chunk)
  }
  return new Blob(chunks)
}
