import { expect, test } from 'bun:test'
import { infer } from '../../fixtures/inference.ts'
import { writeLinearModel } from './linear.ts'

test('answers softmax(input · weights + bias), row by row', async () => {
  const weights = [
    [1, 0, -1],
    [0, 2, 0],
  ]
  const bytes = writeLinearModel('three', { weights, bias: [0, 0, 1] })
  const { labels, probabilities } = await infer(bytes, [
    [0, 0],
    [2, 0],
    [0, 3],
  ])
  const softmax = (logits: number[]) => {
    const powers = logits.map(Math.exp)
    return powers.map((power) => power / powers.reduce((sum, p) => sum + p, 0))
  }
  const expected = [softmax([0, 0, 1]), softmax([2, 0, -1]), softmax([0, 6, 1])]
  probabilities.flat().forEach((probability, i) => {
    expect(probability).toBeCloseTo(expected.flat()[i] ?? NaN, 6)
  })
  expect(labels).toEqual([2, 0, 1])
})

test.each([
  [[[1, 2], [3]], [0, 0], 'weights[1] has 1 numbers, expected 2, one a class'],
  [[], [0], 'a model of 0 features and 1 classes'],
  [[[]], [], 'a model of 1 features and 0 classes'],
])('refuses weights %j with bias %j', (weights, bias, message) => {
  expect(() => writeLinearModel('wrong', { weights, bias })).toThrow(message)
})
