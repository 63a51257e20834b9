import { joined } from '../rows.ts'
import type { Model } from './model.ts'

/** About how long one inference may keep the event loop from others, ms. */
const SLICE_MS = 20

export type SliceOptions = {
  /** numbers in a row */
  features: number
  /** what an inference of one row takes, ms: more rows are tried in steps */
  rowMs: number
  now?: () => number
}

/**
 * The same model, with an inference of many rows cut into several: each blocks the event loop, which answers others in
 * between. Rows do not depend on each other, so the answer is the same bit for bit.
 */
export function inSlices(
  model: Model,
  { features, rowMs, now = () => performance.now() }: SliceOptions,
): Model {
  let most = Math.max(1, Math.floor(SLICE_MS / rowMs))
  const predictSlice = async (rows: Float32Array) => {
    const start = now()
    const answer = await model.predict(rows)
    const ms = now() - start
    if (ms > SLICE_MS) most = Math.max(1, most >> 1)
    // Many models take little longer for more rows.
    else if (ms < SLICE_MS / 2 && rows.length === most * features) most *= 2
    return answer
  }
  return {
    ...model,
    predict: async (rows) => {
      const answers: Float32Array[] = []
      for (let at = 0; at < rows.length; ) {
        const slice = rows.subarray(at, at + most * features)
        at += slice.length
        answers.push(await predictSlice(slice))
      }
      return joined(answers)
    },
  }
}
