import { describe, expect, test } from 'bun:test'
import { infer } from '../../fixtures/inference.ts'

/**
 * The answers that the Python original documents; p0 = "is it". Its split is not known: over 100 stratified splits,
 * scikit-learn's own answers have standard deviations of at most 0.003 for the sample and 0.051 for the other row,
 * which lies far from the training data. We allow two of them.
 */
const original = [
  { classifier: 'setosa', sample: 0.98241, far: 0.2897 },
  { classifier: 'virginica', sample: 0.01156, far: 0.3042 },
  { classifier: 'versicolor', sample: 0.00461, far: 0.0528 },
]

describe('the committed models answer like the original', () => {
  test.each(original)('$classifier', async ({ classifier, sample, far }) => {
    const file = Bun.file(new URL(`../../../../models/${classifier}.onnx`, import.meta.url))
    const { probabilities } = await infer(await file.bytes(), [
      [5.1, 3.5, 1.4, 0.2],
      [1, 2, 3, 4],
    ])
    const [onSample = NaN, onFar = NaN] = probabilities.map(([own]) => own)
    expect(Math.abs(onSample - sample)).toBeLessThan(0.006)
    expect(Math.abs(onFar - far)).toBeLessThan(0.102)
  })
})
