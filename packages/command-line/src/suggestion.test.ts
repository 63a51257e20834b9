import { expect, test } from 'bun:test'
import { suggestion } from './suggestion.ts'

const known = ['rows', 'requests', 'resume', 'free-ports']

test.each([
  ['row', 'rows'],
  ['rosw', 'rows'],
  ['Rows', 'rows'],
  ['request', 'requests'],
  ['resuem', 'resume'],
  ['freeports', 'free-ports'],
  ['fr', 'free-ports'],
])('%s probably means %s', (word, expected) => {
  expect(suggestion(word, known)).toBe(expected)
})

test.each(['colour', 'x', 're', ''])('nothing is close to %j', (word) => {
  expect(suggestion(word, known)).toBeUndefined()
})
