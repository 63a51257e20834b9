/** A script that is written into a page, and what is in it. */
const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>(?<text>.*?)<\/script>/gs

/**
 * What a page may load and run: only what comes from here, and of what is written into it only the scripts that it has
 * now. Scalar writes its styles while it runs.
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
