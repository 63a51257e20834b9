import { expect, test } from 'bun:test'
import { proposeCombine } from './combine-proposal.ts'

const probabilities = (...classes: string[]) => ({
  probabilities: Object.fromEntries(classes.map((name) => [name, {}])),
})
const label = (...classes: string[]) => ({ label: Object.fromEntries(classes.map((name) => [name, {}])) })

test.each<[object[], string]>([
  [[probabilities('stay', 'leave'), probabilities('leave', 'stay')], 'soft-vote'],
  [[probabilities('stay', 'leave'), probabilities('leave', 'stay'), { value: {} }], 'soft-vote'],
  [[probabilities('stay', 'leave'), label('stay', 'leave')], 'hard-vote'],
  [[probabilities('stay', 'leave'), probabilities('a', 'b')], 'none'],
  [[{ value: {} }, { value: {} }, { score: {} }], 'mean'],
  [[{ value: {} }, { value: {} }, probabilities('a', 'b')], 'none'],
  [[{ score: {} }, { score: {} }], 'none'],
])('%j are combined by %s', (entries, tag) => {
  const { combine, why } = proposeCombine(entries.map((entry, i) => ({ name: `m${i}`, entry })))
  expect(combine).toEqual({ [tag]: {} })
  expect(why).toStartWith(`${tag}: `)
  expect(why.includes('"stack"')).toBe(tag !== 'none')
})
