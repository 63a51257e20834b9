import { expect, test } from 'bun:test'
import { decisionOf } from './decision.ts'

test.each([
  [
    { label: 'rose', proba: 0.9 },
    { is: 'label', label: 'rose', proba: 0.9 },
  ],
  [
    { label: 'rose', votes: { lily: 1, rose: 2 } },
    { is: 'label', label: 'rose', votes: { own: 2, all: 3 } },
  ],
  ['rose', { is: 'label', label: 'rose' }],
  [
    { value: 3, min: 1, max: 5, spread: 4 },
    { is: 'value', value: 3, min: 1, max: 5, spread: 4 },
  ],
  [3, { is: 'value', value: 3 }],
  [{ risk: ['a'] }, { is: 'other', json: '{\n  "risk": [\n    "a"\n  ]\n}' }],
  [null, { is: 'other', json: 'null' }],
])('%j is understood as %j', (decision, decided) => {
  // The rows are of many types.
  expect<unknown>(decisionOf(decision)).toEqual(decided)
})
