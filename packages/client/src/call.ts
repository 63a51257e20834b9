import { type ClientOptions, checkOptions, type HeaderValues } from './client-options.ts'
import type { ContractWatch } from './contract-watch.ts'
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

/** What a client says for all its calls. */
export type CallSettings = ClientOptions & { watch?: ContractWatch | undefined }

const MAX_MS = 60_000
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
  options: CallSettings = {},
): Promise<Outcome> {
  checkOptions(said)
  const timeoutMs = said.timeoutMs ?? options.timeoutMs
  const end = new EarlyEnd(timeoutMs ?? MAX_MS, said.signal)
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
  options: CallSettings
  end: EarlyEnd
  timeoutMs: number | undefined
}

async function attempts(ask: Ask, { body, said, options, end, timeoutMs }: Asked): Promise<Outcome> {
  const { signal } = end
  const retries = said.retries ?? options.retries ?? RETRIES
  const deadline = performance.now() + (timeoutMs ?? MAX_MS)
  const query = body.length === 0 ? said.query : { ...said.query, partial: said.query?.partial ?? false }
  for (let attempt = 0; ; attempt++) {
    const left = deadline - performance.now()
    const made = headersOf(said, options, timeoutMs === undefined ? undefined : left)
    const headers = await Promise.race([made, ended(signal)])
    if (headers === undefined) return await outcomeOf(Promise.reject(signal.reason), end)
    const response = responseOf(ask, body, { query, headers, signal })
    const { watch } = options
    const outcome = await outcomeOf(
      watch ? response.then((answer) => watch.check(answer, { headers, signal })) : response,
      end,
    )
    const wait = attempt < retries ? pauseAfter(outcome, attempt, Math.random) : undefined
    if (wait === undefined || wait >= deadline - performance.now()) return outcome
    await pause(wait, signal)
  }
}

const isStream = (data: unknown) => typeof data === 'object' && data !== null && Symbol.asyncIterator in data

/** Settles when the signal aborts. It is the own one of the call, and is forgotten with it. */
async function ended(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

/**
 * The headers of one attempt, of the most particular for the last: a name counts in whatever case it is written.
 * @param leftMs what is left of the caller's own time, if it has any
 * @throws TypeError when one cannot be a header; what the caller's function throws
 */
async function headersOf(said: Said, { headers, key }: ClientOptions, leftMs: number | undefined) {
  const all = new Headers()
  const shown = typeof key === 'function' ? await key() : key
  if (shown !== undefined) all.set('authorization', `Bearer ${shown}`)
  if (leftMs !== undefined) {
    all.set('x-request-timeout-ms', String(Math.max(1, Math.floor(leftMs * SHARE_OF_PROXY))))
  }
  const own = typeof headers === 'function' ? await headers() : headers
  for (const [name, value] of Object.entries({ ...own })) all.set(name, value)
  for (const [name, value] of Object.entries({ ...said.headers })) all.set(name, value)
  return Object.fromEntries(all)
}
