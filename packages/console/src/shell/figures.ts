/** How the page writes figures: with few digits, and the same number of them throughout a column. */

/** Keeps a figure and its unit on one line. */
const NO_BREAK = '\u00a0'

/** Shorter times are not told apart. */
const SHORTEST_MS = 0.01

/** 0.98503 → `98.5 %` */
export const percent = (share: number): string => `${(100 * share).toFixed(1)}${NO_BREAK}%`

/** 0.412 → `0.41 ms`, 12.3 → `12 ms`, 2300 → `2.3 s` */
export function duration(ms: number): string {
  if (ms < SHORTEST_MS) return `< ${SHORTEST_MS}${NO_BREAK}ms`
  const seconds = Math.round(ms / 1000)
  if (seconds >= 60) return `${Math.floor(seconds / 60)}${NO_BREAK}min ${seconds % 60}${NO_BREAK}s`
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)}${NO_BREAK}s`
  return `${ms.toFixed(ms < 1 ? 2 : ms < 10 ? 1 : 0)}${NO_BREAK}ms`
}

/** 1234567 → `1,234,567` */
export const count = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 })

/** 1 → `1 row`, 1234 → `1,234 rows` */
export const counted = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`

/** 1234567 → `1.2 MB` */
export function bytes(size: number): string {
  const step = size < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(size) / 3))
  const value = size / 1000 ** step
  return `${value.toFixed(step === 0 || value >= 100 ? 0 : 1)}${NO_BREAK}${['B', 'kB', 'MB', 'GB'][step]}`
}

/** 12.34 → `12.3`, 1234 → `1,234`, 0.04 → `0.04` */
export function rate(value: number): string {
  if (value === 0 || value >= 100) return count(value)
  return value.toLocaleString('en', { maximumFractionDigits: value < 1 ? 2 : 1 })
}

const DIGITS = new Intl.NumberFormat('en', { maximumSignificantDigits: 5 })

/** A value as a model gives it: 1234.5678 EUR → `1,234.6 EUR`, 3e-9 → `3e-9` */
export function amount(value: number, unit = ''): string {
  const size = Math.abs(value)
  const isExtreme = size !== 0 && (size < 1e-4 || size >= 1e9)
  const digits = isExtreme ? String(Number(value.toPrecision(4))) : DIGITS.format(value)
  return unit === '' ? digits : `${digits}${NO_BREAK}${unit}`
}

/**
 * A number with the digits that it was written with: one that came through float32 has more than anybody wrote.
 * 10.170000076293945 → `10.17`
 */
export function shortest(value: number): string {
  if (Math.fround(value) !== value) return String(value)
  for (let digits = 1; digits < FLOAT32_DIGITS; digits += 1) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(value)
}

/** More tell no two numbers of float32 apart. */
const FLOAT32_DIGITS = 9

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })

/** A value where there is little room: 200000 → `200K` */
export function compact(value: number): string {
  const size = Math.abs(value)
  return size !== 0 && (size < 1e-3 || size >= 1e12)
    ? String(Number(value.toPrecision(2)))
    : COMPACT.format(value)
}

/** A moment, s since the epoch, as `17:04:05` */
export const timeOfDay = (at: number): string =>
  new Date(at * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** The decimals that tell values of a range apart: `[4.3, 7.9]` → 2, `[0, 900]` → 0 */
export function decimalsOf([low = 0, high = 1]: readonly number[]): number {
  const width = Math.abs(high - low) || Math.abs(high) || 1
  return Math.min(10, Math.max(0, 2 - Math.floor(Math.log10(width))))
}

/** A value of a feature with the digits that matter in its range, and no zeros behind them. */
export const valueIn = (range: readonly number[], value: number): number =>
  Number(value.toFixed(decimalsOf(range)))
