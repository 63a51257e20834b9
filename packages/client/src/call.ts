import { type ClientOptions, checkOptions, type HeaderValues } from './client-options.ts'
import { EarlyEnd } from './early-end.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { pause, pauseAfter } from './retry.ts'
import { type Ask, responseOf } from './unread.ts'

/** What a call may say for itself. */
export type Said = {
  query?: Readonly<Record<string, unknown>>
  headers?: HeaderValues
  signal?: AbortSignal
  timeoutMs?: number
  retries?: number
}

const LONGEST_MS = 60_000
const RETRIES = 2
/** What of its time the proxy is told, so that its answer, which says which classifier was late, is here in time. */
const SHARE_OF_PROXY = 0.9

/**
 * One call, with its further attempts. All that the proxy offers may be asked again: a GET reads, and a POST asks for a
 * prediction, which changes nothing.
 * @param body what is sent, or nothing
 */
export async function call(
  ask: Ask,
  body: readonly [] | readonly [unknown],
  said: Said = {},
  options: ClientOptions = {},
): Promise<Outcome> {
  checkOptions(said)
  const timeoutMs = said.timeoutMs ?? options.timeoutMs
  const end = new EarlyEnd(timeoutMs ?? LONGEST_MS, said.signal)
  let isOpen = false
  try {
    const outcome = await attempts(ask, { body, said, options, end, timeoutMs })
    isOpen = isStream(outcome.data)
    return outcome
  } finally {
    // A stream's own end releases it.
    if (!isOpen) end.release()
  }
}

type Asked = {
  body: readonly unknown[]
  said: Said
  options: ClientOptions
  end: EarlyEnd
  timeoutMs: number | undefined
}

async function attempts(ask: Ask, { body, said, options, end, timeoutMs }: Asked): Promise<Outcome> {
  const { signal } = end
  const retries = said.retries ?? options.retries ?? RETRIES
  const deadline = performance.now() + (timeoutMs ?? LONGEST_MS)
  const query = body.length === 0 ? said.query : { ...said.query, partial: said.query?.partial ?? false }
  for (let attempt = 0; ; attempt++) {
    const left = deadline - performance.now()
    const headers = await headersOf(said, options, timeoutMs === undefined ? undefined : left)
    const outcome = await outcomeOf(responseOf(ask, body, { query, headers, signal }), end)
    const wait = attempt < retries ? pauseAfter(outcome, attempt, Math.random) : undefined
    if (wait === undefined || wait >= deadline - performance.now()) return outcome
    await pause(wait, signal)
  }
}

const isStream = (data: unknown) => typeof data === 'object' && data !== null && Symbol.asyncIterator in data

/** @param leftMs what is left of the caller's own time, if it has any */
async function headersOf(said: Said, { headers, key }: ClientOptions, leftMs: number | undefined) {
  return {
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
    ...(leftMs !== undefined && {
      'x-request-timeout-ms': String(Math.max(1, Math.floor(leftMs * SHARE_OF_PROXY))),
    }),
    ...(typeof headers === 'function' ? await headers() : headers),
    ...said.headers,
  }
}
