import { expect, test } from 'bun:test'
import { contractOf } from './contract.ts'
import { fingerprintOf } from './fingerprint.ts'
import { bank } from './fixtures/bank.ts'

test('a manifest and its contract have one fingerprint, which later versions compute too', () => {
  expect(fingerprintOf(bank)).toBe('7c729eefc9685b06')
  expect(fingerprintOf(contractOf(bank))).toBe(fingerprintOf(bank))
})

test('what no caller depends on does not change it', () => {
  const { forest, tree, value } = bank.classifiers
  const same = {
    ...bank,
    features: { ...bank.features, age: { integer: { unit: 'years', range: [0, 120] } } },
    classifiers: { value, tree: { ...tree, port: 9000 }, forest: { ...forest, model: 'other.onnx' } },
    combine: { 'soft-vote': { weights: { tree: 3 } } },
  }
  expect(fingerprintOf(same)).toBe(fingerprintOf(bank))
})

test('the path of a module is no part of it', () => {
  const decidedBy = (path: string) => fingerprintOf({ ...bank, combine: { [path]: {} } })
  expect(decidedBy('./decide.ts')).toBe(decidedBy('./secret-place.js'))
  expect(decidedBy('./decide.ts')).not.toBe(fingerprintOf(bank))
})

test('nothing of where models are is in a contract', () => {
  const text = JSON.stringify(contractOf({ ...bank, combine: { './secret-place.js': {} } }))
  expect(text).not.toMatch(/onnx|800\d|secret/)
})
