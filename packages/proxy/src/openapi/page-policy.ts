/** An inline script and its text. */
const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>(?<text>.*?)<\/script>/gs

/**
 * The content security policy of a page: it loads only from this server, and runs only the inline scripts that it has
 * now. Scalar writes its styles at run time.
 */
export function pagePolicy(page: string): string {
  const hashes = [...page.matchAll(INLINE_SCRIPT)].map(({ groups }) => {
    const hash = new Bun.CryptoHasher('sha256').update(groups?.text ?? '').digest('base64')
    return `'sha256-${hash}'`
  })
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
