import { describe, expect, test } from 'bun:test'
import { contractOf, type Ensemble } from './contract.ts'
import { breakingChanges, contractChanges } from './contract-changes.ts'
import { fingerprintOf } from './fingerprint.ts'
import { bank } from './fixtures/bank.ts'

/** The manifest as text with one piece replaced, so that a test can change any part. */
function after(from: string, to: string): Ensemble {
  const text = JSON.stringify(bank)
  if (!text.includes(from)) throw new Error(`the manifest has no ${from}`)
  return JSON.parse(text.replace(from, to))
}

test('a contract is without changes to itself', () => {
  expect(contractChanges(contractOf(bank), contractOf(bank))).toEqual([])
})

describe('breaking, and another fingerprint', () => {
  const rows = 'an array row is age, income, plan, member, note, '
  test.each([
    ['a feature is renamed', '"note":', '"text":', `${rows.replace('note', 'text')}not age`],
    [
      'a feature is gone',
      '"age":{"integer":{"unit":"years","range":[18,95]}},',
      '',
      'an array row is income',
    ],
    ['a unit', '"unit":"years"', '"unit":"months"', 'age is in months, not years'],
    ['the unit of an answer', '"value":{"unit":"EUR"}', '"value":{}', 'value is in no unit, not EUR'],
    ['a category is gone', '"pro":{}', '"team":{}', 'POST /predict: body.rows[].plan may be pro'],
    [
      'a gap is closed',
      '"unit":"EUR","missing":{}',
      '"unit":"EUR"',
      'POST /predict: body.rows[].income may be missing',
    ],
    ['a classifier is gone', '"tree":', '"bush":', 'POST /predict: 200.tree is gone'],
    [
      'another kind of answer',
      '"label":{"stay":{},"leave":{}}',
      '"value":{}',
      'POST /predict: 200.tree.prediction may be anything',
    ],
    [
      'classes changed places',
      '"probabilities":{"stay":{},"leave":{}}',
      '"probabilities":{"leave":{},"stay":{}}',
      'forest has the probabilities of leave, stay, not stay, leave',
    ],
    ['a further label', '"label":{', '"label":{"wait":{},', 'POST /predict: 200.tree.prediction may be wait'],
    ['another decision', '"soft-vote"', '"hard-vote"', 'POST /predict/label: 200.prediction.proba is gone'],
    ['no decision', '"soft-vote":{"weights":{"forest":2}}', '"none":{}', 'POST /predict/label is gone'],
    ['a module decides', '"soft-vote"', '"./decide.ts"', 'POST /predict/label is gone'],
  ])('%s', (_, from, to, what) => {
    const other = after(from, to)
    expect(breakingChanges(contractOf(bank), contractOf(other)).join('\n')).toContain(what)
    expect(fingerprintOf(other)).not.toBe(fingerprintOf(bank))
  })
})

describe('an addition', () => {
  test.each([
    ['a category', '"pro":{}', '"pro":{},"team":{}'],
    ['a gap', '"age":{"integer":{', '"age":{"integer":{"missing":{},'],
    ['a classifier', '"tree":', '"extra":{"value":{}},"tree":'],
  ])('%s', (_, from, to) => {
    const changes = contractChanges(contractOf(bank), contractOf(after(from, to)))
    expect(changes.map(({ kind }) => kind)).toContain('addition')
    expect(changes.map(({ kind }) => kind)).not.toContain('breaking')
  })
})

describe('the labels of each strategy', () => {
  const flip = (combine: object) => contractOf({ ...bank, combine })
  const forest = { probabilities: { stay: {}, leave: {} } }
  test.each([
    ['one-vs-rest', { 'one-vs-rest': {} }, { 'one-vs-rest-normalized': {} }],
    ['values', { mean: {} }, { median: {} }],
    ['at-least', { 'at-least': { count: 1, class: 'leave' } }, { 'at-least': { count: 2, class: 'leave' } }],
    ['stack', { stack: { ...forest, model: 'a.onnx' } }, { stack: { ...forest, model: 'b.onnx' } }],
  ])('%s: what they share is no change', (_, one, other) => {
    expect(contractChanges(flip(one), flip(other))).toEqual([])
  })

  test.each([
    ['stack', { stack: forest }, { stack: { value: {} } }, 'POST /predict/label is gone'],
    ['a label that only one has', { 'one-vs-rest': {} }, { 'hard-vote': {} }, 'may be leave, stay'],
    [
      'at-least',
      { 'at-least': { class: 'leave' } },
      { 'at-least': { class: 'leave', otherwise: 'unsure' } },
      'may be unsure',
    ],
  ])('%s', (_, one, other, what) => {
    expect(breakingChanges(flip(one), flip(other)).join('\n')).toContain(what)
  })
})
