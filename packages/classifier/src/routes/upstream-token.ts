import { timingSafeEqual } from 'node:crypto'
import { requestContext } from '@sepal/server'
import { Elysia } from 'elysia'
import { problemError } from '../problems.ts'

/** Probes have no token. */
const OPEN = /^https?:\/\/[^/]+\/health(?:\/ready)?\/?(?:\?|$)/

/**
 * Refuses whoever does not have the token of the proxies, also as they open a socket. Without a token, anybody who
 * reaches the classifier may ask.
 */
export function upstreamToken(token: string | undefined) {
  const plugin = new Elysia({ name: 'upstream-token', seed: token !== undefined }).use(requestContext)
  if (token === undefined) return plugin
  const expected = hash(`Bearer ${token}`)
  return plugin.onRequest(({ request }) => {
    if (OPEN.test(request.url)) return
    const shown = request.headers.get('authorization')
    // Hashes have one length, which is compared in constant time.
    if (shown !== null && timingSafeEqual(hash(shown), expected)) return
    throw problemError('unauthorized', REASON, { headers: { 'www-authenticate': 'Bearer realm="sepal"' } })
  })
}

const REASON = 'a classifier with UPSTREAM_TOKEN is for proxies with the same: authorization: Bearer TOKEN'

const hash = (text: string) => new Bun.CryptoHasher('sha256').update(text).digest()
