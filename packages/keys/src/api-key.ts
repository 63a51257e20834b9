import { crc32 } from 'node:zlib'

/** What every key begins with, so that scanners for secrets find one that was published by mistake. */
export const PREFIX = 'sepal_'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** So many characters of 62 hold 256 bits. */
const SECRET_LENGTH = 43
/** So many hold a CRC-32. */
const CHECKSUM_LENGTH = 6
const FORM = /^sepal_[0-9A-Za-z]{49}$/

/** Fills an array with random bytes, as `crypto.getRandomValues` does. */
export type RandomBytes = (bytes: Uint8Array<ArrayBuffer>) => void

/**
 * A new key: prefix, 256 random bits, and a CRC-32 of both, by which a scanner or a person tells a key from a similar
 * text without asking. The form is GitHub's:
 * https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 */
export function newKey(random: RandomBytes): string {
  const body = PREFIX + Array.from(randomDigits(random, SECRET_LENGTH), (digit) => DIGITS[digit]).join('')
  return body + checksumOf(body)
}

/** Whether a text has the form and the checksum of a key; not whether anybody has it. */
export function isKey(text: string): boolean {
  return FORM.test(text) && text.endsWith(checksumOf(text.slice(0, -CHECKSUM_LENGTH)))
}

/**
 * What is kept of a key. A password needs a slow, salted hash because it can be guessed; 256 random bits cannot, however
 * fast the hash is.
 * @returns SHA-256, 64 hexadecimal digits
 */
export function hashOf(key: string): string {
  return new Bun.CryptoHasher('sha256').update(key).digest('hex')
}

function* randomDigits(random: RandomBytes, count: number): Generator<number> {
  const bytes = new Uint8Array(2 * SECRET_LENGTH)
  // The rest would make some digits likelier than others.
  const limit = 256 - (256 % DIGITS.length)
  for (let left = count; ; ) {
    random(bytes)
    for (const byte of bytes) {
      if (left === 0) return
      if (byte >= limit) continue
      yield byte % DIGITS.length
      left--
    }
  }
}

function checksumOf(text: string): string {
  let rest = crc32(text)
  let digits = ''
  while (digits.length < CHECKSUM_LENGTH) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits
    rest = Math.floor(rest / DIGITS.length)
  }
  return digits
}
