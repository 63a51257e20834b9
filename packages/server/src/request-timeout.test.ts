import { describe, expect, test } from 'bun:test'
import { timeoutOf, timeoutText } from './request-timeout.ts'

const timeouts = { defaultMs: 1000, maxMs: 5000 }
const asking = (text?: string) =>
  new Request('http://localhost', { headers: text === undefined ? {} : { 'x-request-timeout-ms': text } })

describe('timeoutOf', () => {
  test.each<[string | undefined, number]>([
    [undefined, 1000],
    ['1', 1],
    ['4999', 4999],
    ['999999999', 5000],
  ])('%p is %d ms', (text, ms) => {
    expect(timeoutOf(asking(text), timeouts)).toBe(ms)
  })

  test.each(['0', '-1', '1.5', 'soon', '', '1e3', '9'.repeat(50)])('refuses %p', (text) => {
    expect(() => timeoutOf(asking(text), timeouts)).toThrow('expected a whole number of ms')
  })
})

test.each([
  [250.9, '250'],
  [0.2, '1'],
  [-5, '1'],
  [Number.POSITIVE_INFINITY, '999999999'],
])('%d ms are said as %p, which is taken', (ms, text) => {
  expect(timeoutText(ms)).toBe(text)
  const most = Number.POSITIVE_INFINITY
  expect(timeoutOf(asking(text), { defaultMs: 1, maxMs: most })).toBe(Number(text))
})
