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
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  url.username = ''
  url.password = ''
  return { url: url.href, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
}
