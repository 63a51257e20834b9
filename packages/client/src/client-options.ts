/** What holds for every call of a client. */
export type ClientOptions<E = unknown> = {
  /**
   * the import of the `ensemble.json` that the client is written for. It gives the client its types, and a call of a
   * proxy that serves another one, whose answers mean something else, fails with `other-contract`
   */
  ensemble?: E
  /** sent with every call: as they are, or made anew each time, as with a key that is renewed */
  headers?: HeaderValues | (() => HeaderValues | Promise<HeaderValues>)
  /**
   * of a proxy or a gateway that wants one, sent as `authorization: Bearer KEY`: as it is, or asked for before each call,
   * as where keys are replaced; `undefined` sends none
   */
  key?: string | (() => string | undefined | Promise<string | undefined>)
  /**
   * How long a whole call may take, ms; the proxy is told. Without it the proxy's own deadline counts, and a call with
   * no answer at all ends after a minute.
   */
  timeoutMs?: number
  /** how often a call is tried again at most, where that is safe and can help (default 2) */
  retries?: number
  /** used instead of the global `fetch` */
  fetch?: (url: string, init: RequestInit) => Promise<Response>
}

export type HeaderValues = Readonly<Record<string, string>>

/** @throws TypeError naming the option, what it is and what was expected */
export function checkOptions({ timeoutMs, retries }: { timeoutMs?: number; retries?: number }) {
  if (timeoutMs !== undefined && !(timeoutMs > 0 && timeoutMs < 2 ** 31)) {
    throw new TypeError(`timeoutMs is ${timeoutMs}, expected a number of ms above 0`)
  }
  if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0)) {
    throw new TypeError(`retries is ${retries}, expected a whole number of at least 0`)
  }
}
