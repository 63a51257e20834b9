import { expect, test } from 'bun:test'
import type { Manifest } from '@sepal/ensemble'
import { disagreementOf } from './disagreement.ts'

const features = { size: { number: {} } }
const sample = { size: 1 }
const entry = { model: 'm.onnx', port: 1 }

const ofClass = (name: string) => ({ ...entry, probabilities: { [name]: {}, rest: {} } })
const own = {
  name: 'own',
  features,
  sample,
  classifiers: { a: ofClass('a'), b: ofClass('b') },
  combine: { 'one-vs-rest': {} },
} satisfies Manifest
const either = { ...entry, probabilities: { yes: {}, no: {} } }
const shared = {
  name: 'shared',
  features,
  sample,
  classifiers: { a: either, b: either, c: { ...entry, value: {} } },
  combine: { 'soft-vote': {} },
} satisfies Manifest
const value = { ...entry, value: {} }
const values = {
  name: 'values',
  features,
  sample,
  classifiers: { a: value, b: value, c: value },
  combine: { mean: {} },
} satisfies Manifest

/** The answers of a classifier to some rows. */
const ok = (width: number, ...numbers: number[]) => ({
  kind: 'ok' as const,
  value: { data: Float32Array.from(numbers), at: 0, rows: numbers.length / width, width },
})

/** What is counted of these answers. */
function counted(manifest: Manifest, ...outcomes: (ReturnType<typeof ok> | undefined)[]) {
  const disagreement = disagreementOf(manifest)
  disagreement?.add(outcomes, 1)
  return disagreement && [disagreement.compared, disagreement.disagreeing]
}

test('classifiers with a class of their own agree if exactly one claims a row', () => {
  // One claims it, none does, both do.
  expect(counted(own, ok(2, 0.9, 0.1, 0.2, 0.8, 0.7, 0.3), ok(2, 0.1, 0.9, 0.4, 0.6, 0.6, 0.4))).toEqual([
    3, 2,
  ])
})

test('classifiers with the same classes agree if all give the same label', () => {
  expect(counted(shared, ok(2, 0.9, 0.1, 0.2, 0.8), ok(2, 0.6, 0.4, 0.7, 0.3), undefined)).toEqual([2, 1])
})

test('rows that a voter has not answered are not compared', () => {
  expect(counted(own, ok(2, 0.9, 0.1), undefined)).toEqual([0, 0])
})

test('of values, the spread is told', () => {
  const disagreement = disagreementOf(values)
  disagreement?.add([ok(1, 10, 3), ok(1, 12, 3), ok(1, 11, 3)], 1)
  expect(disagreement?.compared).toBe(2)
  expect(disagreement?.spread?.sum).toBe(2)
})

test('a single voter is compared with nobody', () => {
  const { a } = values.classifiers
  expect(disagreementOf({ ...values, classifiers: { a } })).toBeUndefined()
})

test('of many rows, each so and so many are compared', () => {
  const many = ok(1, ...new Array<number>(10).fill(1))
  const disagreement = disagreementOf(values)
  disagreement?.add([many, many, many], 4)
  expect(disagreement?.compared).toBe(3)
})
