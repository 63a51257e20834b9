import { describe, expect, test } from 'bun:test'
import { wrongClassifierAnswer, wrongProxyAnswer, wrongShape } from './expected-answers.ts'

const expected = new Map([
  [
    'rose',
    [
      [0.25, 0.75],
      [0.5, 0.5],
    ],
  ],
  [
    'tulip',
    [
      [1, 0],
      [0, 1],
    ],
  ],
])
const first = { rose: { prediction: [0.25, 0.75] }, tulip: { prediction: [1, 0] } }
const both = {
  rose: {
    prediction: [
      [0.5, 0.5],
      [0.25, 0.75],
    ],
  },
  tulip: {
    prediction: [
      [0, 1],
      [1, 0],
    ],
  },
}

describe("the proxy's answer", () => {
  test('is right for one row and for many, in the order of the request', () => {
    expect(wrongProxyAnswer(expected, [0], first)).toBeUndefined()
    expect(wrongProxyAnswer(expected, [1, 0], both)).toBeUndefined()
  })

  test.each([
    ['of another row', [1], first, 'rose [[0.25,0.75]], expected [[0.5,0.5]]'],
    ['with a row too few', [1, 0, 1], both, 'rose [[0.5,0.5],[0.25,0.75]], expected'],
    ['without a classifier', [0], { rose: first.rose }, 'nothing from tulip'],
    ['that is a problem', [0], { status: 503 }, 'not an answer of the proxy'],
  ])('%s is wrong', (_, numbers, answer, complaint) => {
    expect(wrongProxyAnswer(expected, numbers, answer)).toStartWith(complaint)
  })
})

test("a classifier's answer is compared with its own", () => {
  const rose = { name: 'rose', numbers: [0] }
  expect(
    wrongClassifierAnswer(expected, rose, { classifier: 'rose', prediction: [[0.25, 0.75]] }),
  ).toBeUndefined()
  expect(wrongClassifierAnswer(expected, rose, { prediction: [[1, 0]] })).toStartWith('rose [[1,0]]')
  expect(wrongClassifierAnswer(expected, rose, {})).toBe('not an answer of a classifier')
})

test('when the numbers are arbitrary, their count must be right', () => {
  const row = [0.5, 0.5]
  expect(wrongShape(expected, [0], { rose: { prediction: row }, tulip: { prediction: row } })).toBeUndefined()
  expect(wrongShape(expected, [0, 1], { rose: { prediction: row }, tulip: { prediction: row } })).toBe(
    '1 rows of rose',
  )
  expect(wrongShape(expected, [0], { rose: { prediction: row }, tulip: { prediction: [1] } })).toBe(
    'a row of tulip is cut',
  )
})
