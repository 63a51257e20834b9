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
