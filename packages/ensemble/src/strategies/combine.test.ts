import { describe, expect, test } from 'bun:test'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import fc from 'fast-check'
import iris from '../../../../models/ensemble.json' with { type: 'json' }
import churn from '../../test/churn.json' with { type: 'json' }
import type { OutputEntry } from '../outputs/output.ts'
import {
  type CombineEntry,
  combinationOf,
  combineError,
  type DecisionOf,
  type DecisionRoute,
  type VoterName,
} from './combine.ts'
import type { Vote } from './strategy.ts'

type With<C> = Omit<typeof churn, 'combine'> & { combine: C }
type Iris = 'setosa' | 'virginica' | 'versicolor'
type Stay = 'stay' | 'leave'

checkTypes<
  [
    Expect<Equal<DecisionOf<typeof iris>, { proba: number; label: Iris }>>,
    Expect<Equal<DecisionRoute<typeof iris>, 'label'>>,
    Expect<Equal<VoterName<typeof iris>, Iris>>,
    Expect<
      Equal<
        DecisionOf<With<{ 'soft-vote': { weights: { forest: number } } }>>,
        { proba: number; label: Stay; probabilities: { stay: number; leave: number } }
      >
    >,
    Expect<
      Equal<
        DecisionOf<With<{ 'hard-vote': Record<never, never> }>>,
        { label: Stay; votes: { stay: number; leave: number } }
      >
    >,
    Expect<Equal<DecisionRoute<With<{ mean: Record<never, never> }>>, 'value'>>,
    Expect<Equal<DecisionRoute<With<{ none: Record<never, never> }>>, never>>,
    Expect<Equal<VoterName<With<{ none: Record<never, never> }>>, never>>,
  ]
>()

/** Classifiers a, b, c … with these outputs. */
function combining(combine: CombineEntry, ...outputs: OutputEntry[]) {
  return {
    combine,
    classifiers: Object.fromEntries(outputs.map((entry, i) => [String.fromCharCode(97 + i), entry])),
  }
}
/** What these voters say, a, b, c … in order; nothing from those that are undefined. */
function votesOf(...answers: (readonly number[] | undefined)[]): Vote[] {
  return answers.flatMap((numbers, i) =>
    numbers === undefined
      ? []
      : [{ name: String.fromCharCode(97 + i), numbers: Float64Array.of(Number.NaN, ...numbers), at: 1 }],
  )
}
const own = (...names: string[]) => names.map((name) => ({ probabilities: { [name]: {}, rest: {} } }))
const stay = { probabilities: { stay: {}, leave: {} } }
const leave = { probabilities: { leave: {}, stay: {} } }
const value = { value: {} }

describe.each(['one-vs-rest', 'one-vs-rest-normalized'] as const)('%s', (tag) => {
  const { decide, sureness } = combinationOf(combining({ [tag]: {} }, ...own('x', 'y', 'z')))
  const some = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 })

  test('takes the first of those that are surest, and gives a probability', () => {
    fc.assert(
      fc.property(some, (probabilities) => {
        const decision = decide(votesOf(...probabilities.map((proba) => [proba, 1 - proba])))
        const first = probabilities.indexOf(Math.max(...probabilities))
        expect(decision).toMatchObject({ label: String.fromCharCode(97 + first) })
        expect(Object(decision).proba).toBeWithin(0, 1.0000001)
      }),
    )
  })

  test('a classifier alone is as sure as its own class is probable', () => {
    expect(votesOf([0.3, 0.7]).map((vote) => sureness?.(vote))).toEqual([0.3])
  })
})

test.each([
  [[0.6, 0.3, 0.3], 'a', 0.5],
  [[0.25], 'a', 1],
  [[0, 0.2, 0], 'b', 1],
  [[0, 0, 0], 'a', 1 / 3],
  [[5e-324, 0], 'a', 1],
])('one-vs-rest-normalized of %j is %s with %d', (probabilities, label, proba) => {
  const { decide } = combinationOf(combining({ 'one-vs-rest-normalized': {} }, ...own('x', 'y', 'z')))
  const decision = decide(votesOf(...probabilities.map((own) => [own, 1 - own])))
  expect(decision).toEqual({ label, proba: expect.closeTo(proba, 12) })
})

/** A strategy over some voters, their answers to a row (`undefined`: no answer), and the decision. */
type Case = [CombineEntry, OutputEntry[], (number[] | undefined)[], object]

test.each<Case>([
  [
    { 'soft-vote': {} },
    [stay, leave],
    [
      [0.75, 0.25],
      [0.5, 0.5],
    ],
    { proba: 0.625, label: 'stay', probabilities: { stay: 0.625, leave: 0.375 } },
  ],
  [
    { 'soft-vote': { weights: { b: 3 } } },
    [stay, leave],
    [
      [1, 0],
      [1, 0],
    ],
    { proba: 0.75, label: 'leave', probabilities: { stay: 0.25, leave: 0.75 } },
  ],
  // The weights of those that answered count alone.
  [
    { 'soft-vote': { weights: { b: 3 } } },
    [stay, leave, stay],
    [[0.5, 0.5], undefined, [0.5, 0.5]],
    { proba: 0.5, label: 'stay', probabilities: { stay: 0.5, leave: 0.5 } },
  ],
  [
    { 'hard-vote': {} },
    [stay, leave, { label: { leave: {}, stay: {} } }],
    [[0.9, 0.1], [0.6, 0.4], [0]],
    { label: 'leave', votes: { stay: 1, leave: 2 } },
  ],
  [
    { 'hard-vote': { weights: { a: 2.5 } } },
    [stay, leave, leave],
    [
      [0.9, 0.1],
      [1, 0],
      [1, 0],
    ],
    { label: 'stay', votes: { stay: 2.5, leave: 2 } },
  ],
  // The votes of those that answered count alone.
  [
    { 'hard-vote': {} },
    [stay, stay, leave],
    [undefined, [0.9, 0.1], [0.4, 0.6]],
    { label: 'stay', votes: { stay: 2, leave: 0 } },
  ],
  [
    { 'hard-vote': { weights: { a: 5 } } },
    [stay, leave, leave],
    [undefined, [1, 0], [1, 0]],
    { label: 'leave', votes: { stay: 0, leave: 2 } },
  ],
  // A tie goes to the class that is written first.
  [
    { 'hard-vote': {} },
    [stay, leave],
    [
      [0.9, 0.1],
      [1, 0],
    ],
    { label: 'stay', votes: { stay: 1, leave: 1 } },
  ],
  [{ mean: {} }, [value, value], [[1], [3]], { value: 2, min: 1, max: 3, spread: 1 }],
  [{ mean: { weights: { a: 3 } } }, [value, value], [[1], [3]], { value: 1.5, min: 1, max: 3, spread: 1 }],
  [
    { mean: { weights: { a: 3 } } },
    [value, value],
    [undefined, [3]],
    { value: 3, min: 3, max: 3, spread: 0 },
  ],
  [{ mean: {} }, [stay, value], [undefined, [3]], { value: 3, min: 3, max: 3, spread: 0 }],
  [
    { median: {} },
    [value, value, value],
    [[9], [1], [2]],
    { value: 2, min: 1, max: 9, spread: expect.closeTo(3.559, 3) },
  ],
  [{ median: {} }, [value, value, value], [[9], [1], undefined], { value: 5, min: 1, max: 9, spread: 4 }],
  [
    { median: {} },
    [value, value],
    [[1.7e308], [1.7e308]],
    { value: 1.7e308, min: 1.7e308, max: 1.7e308, spread: expect.any(Number) },
  ],
  [{ min: {} }, [value, value], [[2], [1]], { value: 1, min: 1, max: 2, spread: 0.5 }],
  [{ min: {} }, [value, value, value], [[2], undefined, [3]], { value: 2, min: 2, max: 3, spread: 0.5 }],
  [{ max: {} }, [value, value, value], [undefined, [1], [2]], { value: 2, min: 1, max: 2, spread: 0.5 }],
  [{ max: {} }, [value, value], [[2], [1]], { value: 2, min: 1, max: 2, spread: 0.5 }],
  [
    { 'at-least': { count: 2, class: 'leave' } },
    [stay, leave, { score: { threshold: 0, below: 'leave', above: 'stay' } }],
    [[0.9, 0.1], [0.9, 0.1], [-0.1]],
    { label: 'leave', count: 2 },
  ],
  [
    { 'at-least': { count: 2, class: 'leave' } },
    [stay, leave, { score: { threshold: 0, below: 'leave', above: 'stay' } }],
    [undefined, [0.9, 0.1], [0]],
    { label: 'stay', count: 1 },
  ],
  [
    { 'at-least': { count: 1, class: 'a', otherwise: 'no alarm' } },
    [{ label: { a: {}, b: {}, c: {} } }],
    [[2]],
    { label: 'no alarm', count: 0 },
  ],
])('%j over %j answering %j', (combine, outputs, answers, decision) => {
  expect(combineError(combining(combine, ...outputs))).toBeUndefined()
  expect(combinationOf(combining(combine, ...outputs)).decide(votesOf(...answers))).toEqual(decision)
})

test('at-least needs as many answers as it counts', () => {
  const { minAnswers } = combinationOf(combining({ 'at-least': { count: 2, class: 'leave' } }, stay, leave))
  expect(minAnswers).toBe(2)
})

test.each<[CombineEntry, OutputEntry[], string]>([
  [
    { 'one-vs-rest': {} },
    [stay, stay, stay],
    'combine is "one-vs-rest", expected "soft-vote", as a and b have',
  ],
  [
    { mean: {} },
    [stay],
    'combine is "mean", expected a strategy for the classifiers that there are; mean needs one with value',
  ],
  [
    { 'soft-vote': {} },
    [stay, { probabilities: { stay: {}, go: {} } }],
    'combine is "soft-vote", expected classifiers of the same classes: a has stay, leave, b has stay, go',
  ],
  [{ 'soft-vote': { weights: { z: 1 } } }, [stay], 'combine.soft-vote.weights.z is 1, expected one of a'],
  [{ mean: { weights: { a: 1 } } }, [stay, value], 'combine.mean.weights.a is 1, expected one of b'],
  [
    { 'at-least': { count: 3, class: 'stay' } },
    [stay, stay],
    'combine.at-least.count is 3, expected at most 2',
  ],
  [
    { 'at-least': { count: 1, class: 'go' } },
    [stay],
    'combine.at-least.class is "go", expected a class of every classifier; a has stay, leave',
  ],
  [
    { 'at-least': { count: 1, class: 'stay' } },
    [{ score: {} }],
    'combine.at-least.class is "stay", expected a class of every classifier; a has none',
  ],
  [
    { 'at-least': { count: 1, class: 'a' } },
    [{ label: { a: {}, b: {}, c: {} } }],
    'combine.at-least.otherwise is missing, expected a label',
  ],
  [
    { stack: { model: 'f.onnx', port: 1, value: {}, takes: ['a.gone'] } },
    [stay, value],
    'combine.stack.takes[0] is "a.gone", expected one of a.stay, a.leave, b',
  ],
  [
    { stack: { model: 'f.onnx', port: 1, value: {}, takes: ['b'], missing: { 'a.leave': 0 } } },
    [stay, value],
    'combine.stack.missing.a.leave is 0, expected a column that it takes: b',
  ],
])('refuses %j over %j', (combine, outputs, message) => {
  expect(combineError(combining(combine, ...outputs))?.message).toStartWith(`ensemble.json: ${message}`)
})

describe('stack', () => {
  const three = { probabilities: { a: {}, b: {}, c: {} } }

  test.each<[OutputEntry[], string[]]>([
    [
      [stay, leave],
      ['a.leave', 'b.stay'],
    ],
    [
      [three, value, { score: {} }, { label: { x: {}, y: {} } }],
      ['a.a', 'a.b', 'a.c', 'b', 'c', 'd'],
    ],
  ])('without takes, the final model of %j takes %j', (outputs, names) => {
    const combine = { stack: { model: 'final.onnx', port: 1, value: {} } }
    const { columns } = combinationOf(combining(combine, ...outputs))
    expect(columns?.map(({ name }) => name)).toEqual(names)
  })

  test.each<[OutputEntry, number[], string, object]>([
    [{ value: {} }, [3], 'value', { value: 3 }],
    [{ score: {} }, [-3], 'value', { value: -3 }],
    [{ label: { x: {}, y: {} } }, [1], 'label', { label: 'y' }],
    [
      { probabilities: { x: {}, y: {} } },
      [0.25, 0.75],
      'label',
      { proba: 0.75, label: 'y', probabilities: { x: 0.25, y: 0.75 } },
    ],
  ])('a final model with %j that answers %j is found at %s', (output, numbers, route, decision) => {
    const combine = { stack: { model: 'final.onnx', port: 1, ...output } }
    const combination = combinationOf(combining(combine, stay))
    expect<unknown>(combination.route).toBe(route)
    expect(combination.decide(votesOf(numbers))).toEqual(decision)
  })
})
