import type { Scope } from '@sepal/keys'

/**
 * Probes have no keys. A browser sends none when it opens a page, so the console's files, which say nothing of the
 * ensemble, and the way to them are open too: the page asks for a key and sends it for its data.
 */
const OPEN = /^\/(?:health(?:\/(?:live|ready|all))?|console(?:\/(?!ensemble$|data$)[^/]+)?)?$/

/** What callers who predict need to know: the features, the contract and the routes. */
const PREDICT = /^\/(?:predict(?:\/.*)?|metadata|contract|docs\/json)$/

/**
 * The scope that a path needs, or undefined if anybody may ask. What is not named here, also a path without a route, is
 * for operators: a route that is added is closed until somebody opens it.
 */
export function scopeOf(path: string): Scope | undefined {
  // The router ignores one trailing slash.
  const plain = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  if (PREDICT.test(plain)) return 'predict'
  if (plain === '/feedback') return 'feedback'
  return OPEN.test(plain) ? undefined : 'operate'
}
