import { describe, expect, test } from 'bun:test'
import type { ClassifierMetadata } from '@sepal/ensemble'
import { garden } from '../../test/garden.ts'
import { expectedOf, wrongMetadata, wrongNumbers, wrongPrediction } from './expected-answer.ts'

const rose = expectedOf(garden, 'rose')
/** The output's own messages for too few numbers, and for one out of range. */
const TOO_FEW = String(rose.output.numbersOf([1]))
const OUTSIDE = rose.output.fault(Float32Array.of(2)) ?? ''
const answered = (prediction: unknown, classifier: unknown = 'rose') => ({ classifier, prediction })

test('the expected answer comes from the manifest', () => {
  const { name, features, columns, output, needsFloat64 } = expectedOf(garden, 'sun-flower')
  expect({ name, features, columns, needsFloat64 }).toEqual({
    name: 'sun-flower',
    features: ['height', 'leaves'],
    columns: undefined,
    needsFloat64: false,
  })
  expect(output.classes).toEqual(['sun-flower', 'topinambur', 'rest'])
})

describe('wrongPrediction', () => {
  test.each([
    [
      [
        [0, 1],
        [0.5, 0.5],
      ],
    ],
    [
      [
        [1, 1],
        [0, 0],
      ],
    ],
  ])('finds nothing wrong with %j', (prediction) => {
    expect(wrongPrediction(answered(prediction), 2, rose)).toBeUndefined()
  })

  test.each<[Parameters<typeof wrongPrediction>[0], string]>([
    [null, 'its answer is not an object'],
    [
      answered(
        [
          [0, 1],
          [0, 1],
        ],
        'lily',
      ),
      'the answer is from another classifier',
    ],
    [
      answered(
        [
          [0, 1],
          [0, 1],
        ],
        null,
      ),
      'the answer is from another classifier',
    ],
    [answered(undefined), 'its answer has no prediction'],
    [answered({ 0: [0, 1], 1: [0, 1], length: 2 }), 'its answer has no prediction'],
    [answered([]), 'it gave 0 rows for 2'],
    [answered([[0, 1]]), 'it gave 1 rows for 2'],
    [
      answered([
        [0, 1],
        [0, 1],
        [0, 1],
      ]),
      'it gave 3 rows for 2',
    ],
    [answered([[0, 1], null]), TOO_FEW],
    [answered([[0, 1], [1]]), TOO_FEW],
    [
      answered([
        [0, 1],
        [0, 1, 0],
      ]),
      TOO_FEW,
    ],
    [
      answered([
        [0, 1],
        [1.0000001, 0],
      ]),
      OUTSIDE,
    ],
    [
      answered([
        [0, 1],
        [-1e-9, 0],
      ]),
      OUTSIDE,
    ],
    [
      answered([
        [0, 1],
        [null, 0],
      ]),
      OUTSIDE,
    ],
    [
      answered([
        [0, 1],
        ['0.5', 0.5],
      ]),
      OUTSIDE,
    ],
    [
      answered([
        [0, 1],
        [true, false],
      ]),
      OUTSIDE,
    ],
    [
      answered([
        [0, 1],
        [Number.NaN, 0],
      ]),
      OUTSIDE,
    ],
  ])('%j', (answer, wrong) => {
    expect(wrongPrediction(answer, 2, rose)).toBe(wrong)
  })
})

describe('wrongNumbers', () => {
  const expected = { ...rose, rowCount: 2 }

  test('finds nothing wrong with as many numbers as expected', () => {
    expect(wrongNumbers('rose', Float32Array.of(0, 1, 0.5, 0.5), expected)).toBeUndefined()
  })

  test.each<[string, number[], string]>([
    ['lily', [0, 1, 0, 1], 'the answer is from another classifier'],
    ['rose', [0, 1], 'it gave 2 numbers for 2 rows of 2'],
    ['rose', [0, 1, 0, 1, 0], 'it gave 5 numbers for 2 rows of 2'],
    ['rose', [0, 1, 1.5, 0], OUTSIDE],
    ['rose', [0, 1, -0.5, 0], OUTSIDE],
    ['rose', [0, 1, Number.NaN, 0], OUTSIDE],
    ['rose', [0, 1, Number.POSITIVE_INFINITY, 0], OUTSIDE],
  ])('%s %j', (classifier, numbers, wrong) => {
    expect(wrongNumbers(classifier, Float32Array.from(numbers), expected)).toBe(wrong)
  })
})

describe('wrongMetadata', () => {
  const metadata: ClassifierMetadata = {
    classifier: 'rose',
    data_type: 'float32',
    data_structure: '(1,2)',
    data_sample: [[1.2, 40]],
    prediction_type: 'float32',
    prediction_structure: '(1,2)',
    prediction_sample: [0.25, 0.75],
    features: ['height', 'leaves'],
    classes: ['rose', 'rest'],
    model: { file: 'rose.onnx', sha256: '0'.repeat(64), input: 'X', output: 'Y' },
    runtime: { bun: '1', onnxruntime: '1' },
  }

  test('finds nothing wrong with what fits', () => {
    expect(wrongMetadata(metadata, rose)).toBeUndefined()
  })

  test.each<[object, string]>([
    [{ classifier: 'lily' }, 'its name is "lily", expected "rose"'],
    [
      { features: ['leaves', 'height'] },
      'its features are ["leaves","height"], expected ["height","leaves"]',
    ],
    [{ classes: ['rest', 'rose'] }, 'its classes are ["rest","rose"], expected ["rose","rest"]'],
    [{ data_type: 'float16' }, 'its metadata does not have the expected shape'],
    [{ prediction_sample: [0.5] }, `in its answer to the sample, ${TOO_FEW}`],
    [{ prediction_sample: [7, 7] }, `in its answer to the sample, ${OUTSIDE}`],
    [{ model: null }, 'its metadata does not have the expected shape'],
  ])('%j', (change, wrong) => {
    expect(wrongMetadata({ ...metadata, ...change }, rose)).toBe(wrong)
  })

  test('shortens long values', () => {
    const endless = { ...metadata, features: Array(5000).fill('x') }
    expect(wrongMetadata(endless, rose)?.length).toBeLessThan(400)
  })
})
