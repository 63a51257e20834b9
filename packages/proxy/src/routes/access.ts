import { isKey, type Key, type KeyRing, type RateLimit, type Scope } from '@sepal/keys'
import { requestContext } from '@sepal/server'
import { Elysia } from 'elysia'
import { addRateHeaders } from '../access/rate-headers.ts'
import { requestPath } from '../access/request-path.ts'
import { scopeOf } from '../access/route-scope.ts'
import { shownKey } from '../access/shown-key.ts'
import { problemError } from '../answers/problems.ts'
import type { ProxyDeps } from '../deps.ts'

/** As an object: Elysia takes a name with the value undefined for none. */
const noKey: { key: Key | undefined } = { key: undefined }

/** For the `WWW-Authenticate` of RFC 6750, 3. */
const REALM = 'Bearer realm="sepal"'

/**
 * Refuses callers without a key that allows what they ask, before their body is read. A request costs its key as many
 * rows as it has, and at least one: what is limited is work, and a request may have one row or 100,000. Without keys,
 * anybody may ask.
 * @param isOwn whether the proxy itself makes a request
 */
export function access(
  { keys, now }: Pick<ProxyDeps<never>, 'keys' | 'now'>,
  isOwn: (request: Request) => boolean,
) {
  const plugin = new Elysia({ name: 'access', seed: keys }).use(requestContext)
  if (keys === undefined) return plugin
  return plugin
    .decorate(noKey)
    .onRequest((context) => {
      const { request, set } = context
      const scope = scopeOf(requestPath(request))
      // The browser asks by itself whether it may send a key.
      if (scope === undefined || request.method === 'OPTIONS' || isOwn(request)) return
      const key = keyOf(request.headers, keys)
      context.keyName = key.name
      checkScope(key, scope)
      const { limit, counts } = key
      if (limit) {
        const at = now()
        if (!limit.admit(at)) throw limited(key, limit, at)
        addRateHeaders(set.headers, limit, at)
      }
      context.key = key
      counts.admitted++
    })
    .onBeforeHandle({ as: 'global' }, ({ key, body, set }) => {
      if (key === undefined) return
      const rows = rowsIn(body)
      const { limit, counts } = key
      if (limit && rows > 1) {
        const at = now()
        if (!limit.charge(rows - 1, at)) {
          counts.admitted--
          throw limited(key, limit, at)
        }
        addRateHeaders(set.headers, limit, at)
      }
      counts.rows += rows
    })
}

/** @throws ProblemError `unauthorized` */
function keyOf(headers: Headers, keys: KeyRing): Key {
  const shown = shownKey(headers)
  if (shown === undefined) {
    throw problemError('unauthorized', 'there is no key; send one as authorization: Bearer or as x-api-key', {
      headers: { 'www-authenticate': REALM },
    })
  }
  const key = keys.find(shown)
  if (key !== undefined) return key
  throw problemError('unauthorized', isKey(shown) ? UNKNOWN : NO_KEY, {
    headers: { 'www-authenticate': `${REALM}, error="invalid_token"` },
  })
}

const UNKNOWN = 'the key is not accepted here; it may have been removed'
const NO_KEY = 'what was sent is no key: its form or its checksum is wrong; it may have been cut off'

/** @throws ProblemError `forbidden` */
function checkScope({ scopes, counts }: Key, scope: Scope) {
  if (scopes.includes(scope)) return
  counts.forbidden++
  throw problemError('forbidden', `the key allows ${scopes.join(' and ')}, and this needs ${scope}`, {
    headers: { 'www-authenticate': `${REALM}, error="insufficient_scope", scope="${scope}"` },
  })
}

function limited({ counts }: Key, limit: RateLimit, now: number) {
  counts.limited++
  const { rows, windowSeconds } = limit.rate
  const window = windowSeconds === 1 ? 'second' : 'minute'
  const headers = { 'retry-after': String(limit.retrySeconds(now)) }
  addRateHeaders(headers, limit, now)
  return problemError('rate-limited', `the key may send ${rows} rows a ${window}, and has sent them`, {
    headers,
  })
}

/** The rows of a body that its route's schema has accepted. */
function rowsIn(body: unknown): number {
  if (typeof body !== 'object' || body === null) return 0
  const rows = 'data' in body ? body.data : 'rows' in body ? body.rows : undefined
  return Array.isArray(rows) ? rows.length : 0
}
