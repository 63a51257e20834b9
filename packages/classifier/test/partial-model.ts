import type { Model } from '../src/model/model.ts'
import type { FailedRow, Prediction, Rows } from '../src/model/rows.ts'
import { modelOfName } from './rows.ts'

/** The row for which it has no answer begins with this number. */
export const BAD = 9

/** A model of four features and two classes that has no answer to some rows. */
export const partialModel: Model = {
  ...modelOfName('partial.onnx'),
  predict: async ({ numbers }: Rows): Promise<Prediction> => {
    const answers = new Float32Array(numbers.length / 2)
    const failed: FailedRow[] = []
    for (let row = 0; row < numbers.length / 4; row++) {
      const first = numbers[row * 4] ?? 0
      if (first === BAD) failed.push({ row, detail: 'the model gave NaN, expected a probability in [0, 1]' })
      answers.set(first === BAD ? [Number.NaN, Number.NaN] : [first, 1 - first], row * 2)
    }
    return { numbers: answers, failed }
  },
  release: async () => {},
}
