import { expect, test } from 'bun:test'
import { type AnsweredRequest, tellEach } from './answered-request.ts'

const answered: AnsweredRequest = {
  requestId: 'r1',
  route: '/predict',
  ms: 1,
  rows: { rows: [[1]], texts: [] },
  outcomes: [],
}

test('an answered request is told to each listener, in their order', () => {
  const told: string[] = []
  tellEach([() => told.push('a'), undefined, () => told.push('b'), () => told.push('c')])?.(answered)
  expect(told).toEqual(['a', 'b', 'c'])
})

test('a single listener is called directly', () => {
  const only = () => {}
  expect(tellEach([undefined, only])).toBe(only)
})

test('without listeners there is nobody to tell', () => {
  expect(tellEach([])).toBeUndefined()
  expect(tellEach([undefined])).toBeUndefined()
})
