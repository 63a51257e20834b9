import { expect, test } from 'bun:test'
import { leaks } from './holdings.ts'

test('growth within its bound is no leak, and growth beyond it is named', () => {
  const before = { 'memory, MB': 90, sockets: 10, Timeout: 4, Promise: 200 }
  expect(leaks(before, { 'memory, MB': 140, sockets: 18, Timeout: 12, Promise: 300 })).toEqual([])
  expect(leaks(before, { ...before, sockets: 19, Promise: 301 })).toEqual([
    'sockets: 10 before, 19 after, expected at most 18',
    'Promise: 200 before, 301 after, expected at most 300',
  ])
})
