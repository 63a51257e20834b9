/** `[N][F]` numbers as `[N × F] float32`, row by row. */
export function toTensorData(rows: readonly (readonly number[])[], width: number): Float32Array {
  const data = new Float32Array(rows.length * width)
  let at = 0
  for (const row of rows) for (const value of row) data[at++] = value
  return data
}

/** `[N × K] float32` as `[N][K]` numbers. */
export function toRows(data: Float32Array, width: number): number[][] {
  const rows: number[][] = []
  for (let at = 0; at < data.length; at += width) rows.push(Array.from(data.subarray(at, at + width)))
  return rows
}

/** Several pieces of rows as one, in their order; the piece itself when there is only one. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const [first] = parts
  if (parts.length === 1 && first) return first
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
