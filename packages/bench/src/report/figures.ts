import type { Spread } from '../measure/ratio.ts'

/** Stands for an unknown value. */
export const UNKNOWN = '-'

/** `0.5 (0.4–0.6)`: the median, and the lowest and highest of the rounds. */
export function spread(value: Spread | undefined): string {
  if (value === undefined) return UNKNOWN
  const [median, low, high] = [value.median, value.low, value.high].map(figure)
  return low === high ? `${median}` : `${median} (${low}–${high})`
}

const BYTES_PER_MEGABYTE = 1_000_000

/** `12,345` or `0.12`: three significant digits, and whole numbers from 100 on. */
export function figure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return UNKNOWN
  const digits = Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }
  return value.toLocaleString('en', digits)
}

/** Bytes as megabytes. */
export function megabytes(bytes: number | undefined): string {
  return figure(bytes === undefined ? undefined : bytes / BYTES_PER_MEGABYTE)
}

/** A share as `97.5 %`. */
export function percent(share: number | undefined): string {
  return share === undefined ? UNKNOWN : `${figure(100 * share)} %`
}
