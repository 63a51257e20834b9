/** As nearly every caller writes it: the other form takes as long to read as the hash of the key. */
const USUAL = /^Bearer \S+$/
const START = 'Bearer '.length
const BEARER = /^bearer +(?<key>\S+) *$/i

/**
 * The key of a request: `x-api-key`, or `authorization: Bearer`. The first one counts if both are there, since a gateway
 * may use the second one for itself.
 */
export function shownKey(headers: Headers): string | undefined {
  const own = headers.get('x-api-key')
  if (own !== null) return own
  const authorization = headers.get('authorization')
  if (authorization === null) return undefined
  return USUAL.test(authorization) ? authorization.slice(START) : BEARER.exec(authorization)?.groups?.key
}
