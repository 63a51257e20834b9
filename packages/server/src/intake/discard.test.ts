import { expect, test } from 'bun:test'
import { discard } from './discard.ts'

test('large bytes are gone once they are discarded', () => {
  const bytes = new Uint8Array(100_000)
  discard(bytes)
  expect(bytes.length).toBe(0)
})

test.each([
  ['small', new Uint8Array(1000)],
  ['part of something larger', new Uint8Array(200_000).subarray(0, 100_000)],
])('bytes that are %s are left to the garbage collection', (_, bytes) => {
  const { length } = bytes
  discard(bytes)
  expect(bytes.length).toBe(length)
})
