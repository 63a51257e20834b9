/** So many rows within a window; as many at once. */
export type Rate = { rows: number; windowSeconds: number }

const FORM = /^(?<rows>[1-9]\d{0,8})\/(?<unit>s|min)$/
const SECONDS = { s: 1, min: 60 } as const

/** What a rate looks like, for messages. */
export const RATE_FORM = 'rows per second or minute, like 100/s or 600/min'

/** Reads `100/s` or `600/min`; undefined for anything else. */
export function rateOf(text: string): Rate | undefined {
  const { rows, unit } = FORM.exec(text)?.groups ?? {}
  if (rows === undefined) return undefined
  return { rows: Number(rows), windowSeconds: unit === 'min' ? SECONDS.min : SECONDS.s }
}
