import type { Binding } from './input-binding.ts'
import type { Rows } from './rows.ts'
import type { Feed, Feeds } from './session.ts'
import { tensorData } from './tensor-data.ts'

/** Makes a model's tensors of `[N, F]` rows. */
export type FeedWriter = (rows: Rows) => Feeds

/** @param width F */
export function feedWriter(bindings: readonly Binding[], width: number): FeedWriter {
  const [only] = bindings
  const takesWhole = bindings.length === 1 && only?.type === 'float32' && only.isMatrix
  return (rows) => {
    const count = rows.numbers.length / width
    // The numbers that came over the wire are the model's tensor, where they lie.
    if (takesWhole && rows.numbers instanceof Float32Array) {
      return { [only.input]: { type: 'float32', data: rows.numbers, dims: [count, width] } }
    }
    const feeds: Record<string, Feed> = {}
    for (const { input, type, isMatrix, columns } of bindings) {
      const data = tensorData(type, columns, rows, width)
      feeds[input] = { type, data, dims: isMatrix ? [count, columns.length] : [count] }
    }
    return feeds
  }
}
