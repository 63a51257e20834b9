import type { Codec } from '@sepal/tabular'

const BEYOND_ASCII = /[\x80-\xff]/

/** Text of one character a byte of its UTF-8 (latin1), which is how a source is read. */
export const bytes: Codec = {
  mark: '\xef\xbb\xbf',
  decode: (raw) => (BEYOND_ASCII.test(raw) ? Buffer.from(raw, 'latin1').toString('utf8') : raw),
  encode: (text) => Buffer.from(text, 'utf8').toString('latin1'),
}
