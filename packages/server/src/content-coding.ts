import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { problemError, tooLarge } from './server-problems.ts'

/** How bodies may be compressed (RFC 9110, 8.4.1). Decoding is done in threads of its own: it takes a while for a large body. */
const codings = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
])

const ACCEPTED = 'gzip, deflate, br'

/** The decoded bytes, at most `maxBytes`: a few bytes may stand for gigabytes. */
export type Decode = (bytes: Uint8Array, maxBytes: number) => Promise<Uint8Array>

/**
 * What decodes a body with this `content-encoding`; nothing for a body that is sent as it is.
 * What it returns throws ProblemError `body-too-large` and, for bytes that it cannot decode, `malformed-json`.
 * @throws ProblemError `unsupported-media-type` for any other coding, and for several
 */
export function decoderFor(contentEncoding: string | null): Decode | undefined {
  const coding = contentEncoding?.trim().toLowerCase() || 'identity'
  if (coding === 'identity') return undefined
  const decode = codings.get(coding)
  if (decode === undefined) {
    throw problemError(
      'unsupported-media-type',
      `content-encoding is ${JSON.stringify(coding.slice(0, 80))}, expected gzip, deflate, br or none`,
      { headers: { 'accept-encoding': ACCEPTED } },
    )
  }
  return async (bytes, maxBytes) => {
    try {
      return await decode(bytes, { maxOutputLength: maxBytes })
    } catch (cause) {
      if (cause instanceof RangeError) throw tooLarge(maxBytes)
      throw problemError('malformed-json', `the body is not ${coding}, or cut`, { cause })
    }
  }
}
