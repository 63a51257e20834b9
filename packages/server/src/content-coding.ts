import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { problemError, tooLarge } from './server-problems.ts'

/** Supported content codings (RFC 9110, 8.4.1). Large bodies take a while, so decoding runs in other threads. */
const codings = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
])

const ACCEPTED = 'gzip, deflate, br'

/** Returns at most `maxBytes` decoded bytes: a few compressed bytes may expand to gigabytes. */
export type Decode = (bytes: Uint8Array, maxBytes: number) => Promise<Uint8Array>

/**
 * The decoder for a `content-encoding`; undefined for a body that is not compressed.
 * The decoder throws ProblemError `body-too-large`, or `malformed-json` for bytes that it cannot decode.
 * @throws ProblemError `unsupported-media-type` for any other coding, or for several
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
      throw problemError('malformed-json', `the body is not valid ${coding}, or is cut off`, { cause })
    }
  }
}
