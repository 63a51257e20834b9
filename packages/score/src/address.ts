/** Where the proxy is, without the credentials that its address may have. */
export type Address = {
  url: string
  /** the credentials of a gateway, and the key of the proxy */
  headers: Readonly<Record<string, string>>
}

/**
 * Takes the user and password out of an address: they are sent as a header, and never shown.
 * @param key of the proxy; a user and password are then those of a gateway
 */
export function addressOf(text: string, key?: string): Address {
  const url = URL.parse(text)
  if (url === null || (url.username === '' && url.password === '')) {
    return { url: text, headers: key === undefined ? {} : { authorization: `Bearer ${key}` } }
  }
  const credentials = `${decoded(url.username)}:${decoded(url.password)}`
  url.username = ''
  url.password = ''
  return {
    url: url.href,
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      ...(key !== undefined && { 'x-api-key': key }),
    },
  }
}

/** A `%` that stands for itself is often not written as `%25`. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (part) =>
    Buffer.from(part.replaceAll('%', ''), 'hex').toString(),
  )
}
