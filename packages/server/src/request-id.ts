/** IDs that are safe to log, to send in a header and to display: short, without spaces or control characters. */
const ACCEPTED = /^[\w.:-]{1,64}$/

const prefix = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) =>
  byte.toString(36).padStart(2, '0'),
).join('')
let count = 0

/**
 * The caller's ID if it is well formed, otherwise a new one: 48 random bits per process plus a counter. That is unique
 * enough to tell requests apart, shorter than a UUID in every log line, and almost free.
 */
export function requestIdOf(header: string | null): string {
  if (header !== null && ACCEPTED.test(header)) return header
  count += 1
  return `${prefix}-${count.toString(36)}`
}
