import { expect, test } from 'bun:test'
import churn from '../test/churn.json' with { type: 'json' }
import { checkManifest } from './manifest.ts'
import { finalStage, manifestServing, servedEntries } from './served.ts'

const final = { model: 'final.onnx', port: 8010, probabilities: { stay: {}, leave: {} } }
const stacked = { ...churn, combine: { stack: { ...final, missing: { 'boosted.leave': 0.75 } } } }

test('the final model of a stack is an ensemble of its own', () => {
  const stage = finalStage(stacked)
  expect(stage).toEqual({
    name: 'churn',
    features: { 'forest.leave': { number: {} }, 'boosted.leave': { number: {} } },
    sample: { 'forest.leave': 0.5, 'boosted.leave': 0.75 },
    classifiers: { stack: final },
    combine: { none: {} },
  })
  expect(() => checkManifest(stage)).not.toThrow()
})

test('it is served beside the classifiers', () => {
  expect(Object.keys(servedEntries(stacked))).toEqual(['forest', 'boosted', 'stack'])
  expect(Object.keys(servedEntries(churn))).toEqual(['forest', 'boosted'])
  expect<unknown>(manifestServing(stacked, 'forest')).toBe(stacked)
  expect(manifestServing(stacked, 'stack')).toEqual(finalStage(stacked))
  expect(manifestServing(churn, 'stack')).toBeUndefined()
})

test.each([
  [{ ...final, port: 8000 }, 'combine.stack.port is 8000, expected a port of its own'],
  [{ model: 'final.onnx', port: 8010 }, 'combine.stack is {"model":"final.onnx","port":8010}, expected'],
  [{ ...final, features: ['age'] }, 'combine.stack.features is ["age"], expected no such field'],
  [
    { model: 'final.onnx', port: 8010, value: {}, logits: {} },
    'combine.stack.logits is {}, expected no such',
  ],
  [{ ...final, inputs: { X: ['age'] } }, 'combine.stack.inputs.X[0] is "age", expected one of forest.leave'],
])('refuses the final model %j', (stack, message) => {
  expect(() => checkManifest({ ...churn, combine: { stack } })).toThrow(`ensemble.json: ${message}`)
})

test('refuses a classifier of the same name', () => {
  const classifiers = { ...churn.classifiers, stack: { model: 's.onnx', port: 8003, value: {} } }
  expect(() => checkManifest({ ...churn, classifiers, combine: { stack: final } })).toThrow(
    'ensemble.json: a name in classifiers is "stack"',
  )
})
