/** The byte order mark of UTF-8, as one character a byte. */
export const BYTE_ORDER_MARK = '\xef\xbb\xbf'

const BEYOND_ASCII = /[\x80-\xff]/

/** Text as one character a byte of its UTF-8, which is how a source is read. */
export function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** The other way: what bytes say when they are read as UTF-8. */
export function fromBytes(bytes: string): string {
  return BEYOND_ASCII.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes
}
