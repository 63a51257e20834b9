/** Where the proxy is, without the credentials that its address may have. */
export type Address = {
  url: string
  authorization: string | undefined
}

/** Takes the user and password out of an address: they are sent as a header, and never shown. */
export function addressOf(text: string): Address {
  const url = URL.parse(text)
  if (url === null || (url.username === '' && url.password === ''))
    return { url: text, authorization: undefined }
  const credentials = `${decoded(url.username)}:${decoded(url.password)}`
  url.username = ''
  url.password = ''
  return { url: url.href, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
}

/** A `%` that stands for itself is often not written as `%25`. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (part) =>
    Buffer.from(part.replaceAll('%', ''), 'hex').toString(),
  )
}
