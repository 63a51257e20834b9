const BEARER = /^bearer +(?<key>\S+) *$/i

/**
 * The key of a request: `x-api-key`, or `authorization: Bearer`. The first one counts if both are there, since a gateway
 * may use the second one for itself.
 */
export function shownKey(headers: Headers): string | undefined {
  const own = headers.get('x-api-key')
  if (own !== null) return own
  const authorization = headers.get('authorization')
  return authorization === null ? undefined : BEARER.exec(authorization)?.groups?.key
}
