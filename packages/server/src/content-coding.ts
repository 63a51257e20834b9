import type { Coding } from './decompression.ts'
import { problemError, tooLarge } from './server-problems.ts'

const CODINGS: readonly Coding[] = ['gzip', 'x-gzip', 'deflate', 'br']

const ACCEPTED = 'gzip, deflate, br'

/** Returns at most `maxBytes` decoded bytes: a few compressed bytes may expand to gigabytes. */
export type Decode = (bytes: Uint8Array, maxBytes: number) => Promise<Uint8Array>

/**
 * The decoder for a `content-encoding`; undefined for a body that is not compressed.
 * The decoder throws ProblemError `body-too-large`, or `malformed-json` for bytes that it cannot decode.
 * @throws ProblemError `unsupported-media-type` for any other coding, or for several
 */
export function decoderFor(contentEncoding: string | null): Decode | undefined {
  const name = contentEncoding?.trim().toLowerCase() || 'identity'
  if (name === 'identity') return undefined
  const coding = CODINGS.find((supported) => supported === name)
  if (coding === undefined) {
    throw problemError(
      'unsupported-media-type',
      `content-encoding is ${JSON.stringify(name.slice(0, 80))}, expected gzip, deflate, br or none`,
      { headers: { 'accept-encoding': ACCEPTED } },
    )
  }
  return async (bytes, maxBytes) => {
    // Loaded by the first body that needs it: few callers compress, and every start would wait for it.
    const { decompress } = await import('./decompression.ts')
    try {
      return await decompress[coding](bytes, { maxOutputLength: maxBytes })
    } catch (cause) {
      if (cause instanceof RangeError) throw tooLarge(maxBytes)
      throw problemError('malformed-json', `the body is not valid ${coding}, or is cut off`, { cause })
    }
  }
}
