/** Eden's call of one route: the body if there is one, then the options. */
export type Ask = (...args: unknown[]) => Promise<{ error: { value: unknown } | null }>

type Fetch = (url: string, init: RequestInit) => Promise<Response>
/** What Eden hands to `fetch` of a call's options. */
type Init = RequestInit & { received: (response: Response) => void }

/**
 * A `fetch` for Eden, which shows it an empty answer of the same status. Eden knows how to write a request; what it
 * does to an answer is more than a caller wants: texts become numbers, JSON is gone through value by value, and a
 * stream that is left stays open.
 */
export function unread(fetch: Fetch) {
  return async (url: string, { received, ...init }: Init): Promise<Response> => {
    const response = await fetch(url, init)
    received(response)
    return new Response(null, { status: response.status })
  }
}

/**
 * What a call of Eden's was answered with, before anything of its body is read.
 * @param ask a call of a treaty whose `fetcher` is `unread`
 * @throws what `fetch` throws
 */
export function responseOf(
  ask: Ask,
  body: readonly unknown[],
  { signal, ...options }: { query: unknown; headers: unknown; signal: AbortSignal },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const init: Init = { signal, received: resolve }
    ask(...body, { ...options, fetch: init }).then(({ error }) => reject(error?.value), reject)
  })
}
