import { scopeOf } from '../access/route-scope.ts'
import type { JsonObject } from './named-schemas.ts'

/** The two ways to send a key. */
export const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'a key that `sepal key new` made' },
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'the same key' },
}

/** Statuses that only a proxy with keys has. */
export const keyStatuses: readonly string[] = ['401', '403', '429']

/** The headers of a response that concern keys. */
export function keyHeaders(status: string): JsonObject {
  if (status === '401' || status === '403')
    return { 'www-authenticate': { $ref: '#/components/headers/Authenticate' } }
  const rate = {
    ratelimit: { $ref: '#/components/headers/RateLimit' },
    'ratelimit-policy': { $ref: '#/components/headers/RateLimitPolicy' },
  }
  return status === '429' ? { 'retry-after': { $ref: '#/components/headers/RetryAfter' }, ...rate } : rate
}

/** Definitions of these headers. */
export const keyHeaderDefinitions = {
  Authenticate: {
    description: 'what is missing (RFC 6750)',
    schema: { type: 'string' },
    example: 'Bearer realm="sepal"',
  },
  RateLimit: {
    description:
      'rows that the key may send now, and after how many seconds all of its rate; keys with a rate only',
    schema: { type: 'string' },
    example: '"key";r=59;t=1',
  },
  RateLimitPolicy: {
    description: 'the rate of the key: `q` rows per `w` seconds; keys with a rate only',
    schema: { type: 'string' },
    example: '"key";q=60;w=1;qu="rows"',
  },
}

/** The `security` of a route: one of the two, with the scope as its role. */
export function securityOf(path: string): JsonObject[] {
  const scope = scopeOf(path)
  return scope === undefined ? [] : Object.keys(securitySchemes).map((scheme) => ({ [scheme]: [scope] }))
}
