import { type FailedRow, joinPredictions, type Prediction, type Rows, sliceRows } from './rows.ts'

export type IsolationOptions = {
  /** F */
  features: number
  /** W */
  width: number
  /** throws when the model cannot answer a row that it could answer once */
  sound: () => Promise<unknown>
}

/**
 * Runs a model on rows. If it throws, runs it on halves of them until the rows are known for which it does: they fail,
 * and the others are answered.
 * @throws when the model fails all rows and its sample too
 */
export async function isolateRows(
  run: (rows: Rows) => Promise<Prediction>,
  rows: Rows,
  { features, width, sound }: IsolationOptions,
): Promise<Prediction> {
  try {
    return await run(rows)
  } catch (error) {
    return answerHalves(run, rows, { features, width, sound, error })
  }
}

async function answerHalves(
  run: (rows: Rows) => Promise<Prediction>,
  rows: Rows,
  { features, width, sound, error }: IsolationOptions & { error: unknown },
): Promise<Prediction> {
  const count = rows.numbers.length / features
  const answer = (from: number, to: number): Promise<Prediction> =>
    run(sliceRows(rows, from, to, features)).catch((reason) => halves(from, to, reason))
  const halves = async (from: number, to: number, reason: unknown): Promise<Prediction> => {
    if (to - from <= 1) return failure(reason, width)
    const middle = (from + to) >> 1
    return joinPredictions([await answer(from, middle), await answer(middle, to)], width)
  }
  const prediction = await halves(0, count, error)
  if (prediction.failed.length === count) await sound()
  return prediction
}

function failure(error: unknown, width: number): Prediction {
  const failed: FailedRow[] = [{ row: 0, detail: reasonOf(error) }]
  return { numbers: new Float32Array(width).fill(Number.NaN), failed }
}

const LONGEST = 200

/** What a model says of a row, without places in the source of ONNX Runtime. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const said = message.split('Status Message: ').at(-1) ?? message
  const reason = said.replaceAll(/\S*\/\S+\.(cc|h):\d+\s*/g, '').trim()
  return `the model fails on this row: ${reason.slice(0, LONGEST)}`
}
