import { expect, test } from 'bun:test'
import { createBackoff } from './backoff.ts'

test('the pause doubles up to the maximum', () => {
  const backoff = createBackoff({ firstMs: 100, maxMs: 500 })
  expect([backoff(0), backoff(0), backoff(0), backoff(0), backoff(0)]).toEqual([100, 200, 400, 500, 500])
})

test('the pause starts over after a long enough life', () => {
  const backoff = createBackoff({ firstMs: 100, maxMs: 5000, resetAfterMs: 1000 })
  backoff(0)
  backoff(0)
  expect(backoff(999)).toBe(400)
  expect(backoff(1000)).toBe(100)
  expect(backoff(0)).toBe(200)
})
