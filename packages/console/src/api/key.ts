const KEPT = 'sepal-key'

/** Where the browser stores nothing for a page, the key lasts until the page is closed. */
let last: string | undefined

/** The key that the page sends, if somebody gave it one. It is kept for this tab, and gone when that is closed. */
export function keptKey(): string | undefined {
  try {
    return sessionStorage.getItem(KEPT) ?? last
  } catch {
    return last
  }
}

/** @param key what to send from now on; undefined: nothing */
export function keepKey(key: string | undefined) {
  last = key
  try {
    if (key === undefined) sessionStorage.removeItem(KEPT)
    else sessionStorage.setItem(KEPT, key)
  } catch {}
}

/** What a request says of the key. */
export function keyHeaders(): Record<string, string> {
  const key = keptKey()
  return key === undefined ? {} : { authorization: `Bearer ${key}` }
}
