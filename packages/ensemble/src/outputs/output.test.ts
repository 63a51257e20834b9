import { expect, test } from 'bun:test'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import { Value } from '@sinclair/typebox/value'
import { type AnswerOf, type OutputEntry, outputFault, outputOf } from './output.ts'

checkTypes<
  [
    Expect<Equal<AnswerOf<{ probabilities: { a: object; b: object } }>, number[]>>,
    Expect<Equal<AnswerOf<{ value: { unit: string } }>, number>>,
    Expect<Equal<AnswerOf<{ score: object }>, number>>,
    Expect<Equal<AnswerOf<{ label: { a: object; b: object } }>, 'a' | 'b'>>,
  ]
>()

const classes = { a: {}, b: {} }

test.each<[OutputEntry, number[], unknown]>([
  [{ probabilities: classes }, [0.25, 0.75], [0.25, 0.75]],
  [{ value: { unit: 'EUR' } }, [-1.5], -1.5],
  [{ score: {} }, [0.1], 0.1],
  [{ label: classes }, [1], 'b'],
])('%j: the numbers %j are the answer %j', (entry, numbers, answer) => {
  const output = outputOf(entry)
  expect(output.width).toBe(numbers.length)
  const data = Float64Array.from(numbers)
  expect(output.fault(data)).toBeUndefined()
  expect<unknown>(output.answerOf(Float64Array.of(9, ...numbers), 1)).toEqual(answer)
  expect(output.numbersOf(answer)).toEqual(numbers)
  expect(Value.Check(output.answerSchema, answer)).toBe(true)
  for (const isFirst of [true, false]) {
    expect(Value.Check(output.answerSchema, output.example(isFirst))).toBe(true)
  }
})

test.each<[OutputEntry, number[], string]>([
  [{ probabilities: classes }, [0.5, 1.1], 'a probability is outside [0, 1]'],
  [{ probabilities: classes }, [Number.NaN, 1], 'a probability is outside [0, 1]'],
  [{ value: {} }, [1, Number.NaN], 'a number is not finite'],
  [{ score: {} }, [Number.POSITIVE_INFINITY], 'a number is not finite'],
  [{ label: classes }, [0, 2], 'a label is not one of the classes'],
  [{ label: classes }, [0.5], 'a label is not one of the classes'],
])('%j refuses the numbers %j', (entry, numbers, fault) => {
  expect(outputOf(entry).fault(Float64Array.from(numbers))).toBe(fault)
})

test.each<[OutputEntry, unknown, string]>([
  [{ probabilities: classes }, [1], 'a row does not have 2 probabilities'],
  [{ value: {} }, [1], 'an answer is not a number'],
  [{ label: classes }, 'c', 'a label is not one of the classes'],
])('%j refuses the answer %j', (entry, answer, fault) => {
  expect(outputOf(entry).numbersOf(answer)).toBe(fault)
})

test('a threshold has a name for each side, and a score a side', () => {
  const entry = { score: { threshold: 0.5, below: 'outlier', above: 'normal' } }
  expect(outputFault(entry)).toBeUndefined()
  const { classes: sides, classOf } = outputOf(entry)
  expect([0.4, 0.5].map((score) => sides[classOf?.(Float64Array.of(score), 0) ?? -1])).toEqual([
    'outlier',
    'normal',
  ])
  expect(outputFault({ score: { threshold: 0.5 } })).toMatchObject({ field: 'score' })
})
