import { TableError } from './table-error.ts'

/** How the text that is read relates to what it says. */
export type Codec = {
  /** the byte order mark, as it stands in the text */
  mark: string
  /** what a part of the text says */
  decode: (raw: string) => string
  /** how something is written in the text */
  encode: (text: string) => string
}

/** Text that has been decoded already. */
export const plainText: Codec = { mark: '\u{feff}', decode: (raw) => raw, encode: (text) => text }

/** Whether decoding has replaced bytes that mean nothing in the encoding. */
export const isMangled = ({ encode }: Codec, raw: string, decoded: string): boolean =>
  decoded.includes('\u{fffd}') && encode(decoded) !== raw

/** What to say of it. */
export const NOT_UTF8 = 'is not UTF-8; save the file as UTF-8'

/** The encoding of a file by its first bytes: UTF-16 needs a byte order mark, everything else is UTF-8. */
export function encodingOf(first: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  return first[0] === 0xfe && first[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** Whether a file is gzip, by its first bytes. */
export const isGzip = (first: Uint8Array): boolean => first[0] === 0x1f && first[1] === 0x8b

/**
 * The text of a whole file, in UTF-8 or UTF-16.
 * @throws TableError when it is neither
 */
export function textOfFile(bytes: Uint8Array): string {
  try {
    // Bun decodes all three; its types do not know UTF-16BE.
    return new TextDecoder(encodingOf(bytes) as 'utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new TableError('it is not text in UTF-8; a spreadsheet saves it as "CSV UTF-8"', { cause })
  }
}
