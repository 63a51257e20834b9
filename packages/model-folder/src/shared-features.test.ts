import { expect, test } from 'bun:test'
import { sharedFeatures } from './shared-features.ts'

const candidate = (features: Record<string, object>, hasNames = true) => ({
  features,
  sample: Object.fromEntries(Object.keys(features).map((name, i) => [name, i])),
  notes: [],
  hasNames,
})

test('names of all models are features, those of the widest first', () => {
  const shared = sharedFeatures([
    candidate({ age: { number: {} }, zip: { integer: {} } }),
    candidate({ a: { number: {} }, b: { number: {} }, age: { number: {} } }),
  ])
  expect(Object.keys(shared.features)).toEqual(['a', 'b', 'age', 'zip'])
  expect(shared.sample).toEqual({ a: 0, b: 1, age: 2, zip: 1 })
})

test('made-up names count only where no model has others', () => {
  const madeUp = candidate({ feature_1: { number: {} } }, false)
  const wider = candidate({ feature_1: { number: {} }, feature_2: { number: {} } }, false)
  expect(Object.keys(sharedFeatures([madeUp, wider]).features)).toEqual(['feature_1', 'feature_2'])
  expect(Object.keys(sharedFeatures([wider, candidate({ age: { number: {} } })]).features)).toEqual(['age'])
})

test('a feature of two models is what both can take', () => {
  const { features, sample } = sharedFeatures([
    candidate({ age: { number: {} }, plan: { category: { pro: {} } } }),
    candidate({ plan: { category: { team: {} } }, age: { integer: {} } }),
  ])
  expect(features).toEqual({ age: { integer: {} }, plan: { category: { pro: {}, team: {} } } })
  expect(sample.age).toBe(1)
})
