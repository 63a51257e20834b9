import type { Model } from './model.ts'
import { joinPredictions, type Prediction, type Rows, sliceRows } from './rows.ts'

/** About how long one inference may keep the event loop from others, ms. */
const SLICE_MS = 20
/** A slice that is this many times smaller than it may be is not timed: it tells nothing of how large it may be. */
const SMALL = 8

export type SliceOptions = {
  /** numbers in a row */
  features: number
  /** numbers in an answer */
  width: number
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
  { features, width, rowMs, now = () => performance.now() }: SliceOptions,
): Model {
  let most = Math.max(1, Math.floor(SLICE_MS / rowMs))
  const predictSlice = async (rows: Rows) => {
    let start = now()
    // The model runs in this phase of the event loop, right after this. What others do until then is not its time.
    setImmediate(() => {
      start = now()
    })
    const answer = await model.predict(rows)
    const ms = now() - start
    if (ms > SLICE_MS) most = Math.max(1, most >> 1)
    // Many models take little longer for more rows.
    else if (ms < SLICE_MS / 2 && rows.numbers.length === most * features) most *= 2
    return answer
  }
  return {
    ...model,
    predict: async (rows) => {
      const count = rows.numbers.length / features
      if (count * SMALL <= most) return model.predict(rows)
      if (count <= most) return predictSlice(rows)
      const answers: Prediction[] = []
      for (let at = 0; at < count; ) {
        const end = Math.min(count, at + most)
        answers.push(await predictSlice(sliceRows(rows, at, end, features)))
        at = end
      }
      return joinPredictions(answers, width)
    },
  }
}
