import { expect, test } from 'bun:test'
import { hashOf, isKey, newKey, type RandomBytes } from './api-key.ts'

/** The same bytes again and again. */
const always =
  (...values: number[]): RandomBytes =>
  (bytes) => {
    for (const i of bytes.keys()) bytes[i] = values[i % values.length] ?? 0
  }
const system: RandomBytes = (bytes) => crypto.getRandomValues(bytes)

test('a key can be recognised by its prefix, its length and its checksum', () => {
  const key = newKey(system)
  expect(key).toMatch(/^sepal_[0-9A-Za-z]{49}$/)
  expect(isKey(key)).toBeTrue()
  expect(newKey(system)).not.toBe(key)
})

test('the checksum stays the same, so that scanners can rely on it', () => {
  expect(newKey(always(0))).toBe(`sepal_${'0'.repeat(43)}2yukRD`)
})

test('a key with one character changed, cut off or added is none', () => {
  const key = newKey(always(7, 130, 19))
  const wrong = [key.slice(0, -1), `${key}0`, key.replace('sepal_', 'sepel_'), key.replace(/7|j|J/, 'x'), '']
  expect(wrong.filter(isKey)).toEqual([])
})

test('all digits are equally likely: bytes that would favour some are left out', () => {
  expect(newKey(always(255, 248, 61))).toBe(newKey(always(61)))
})

test('what is kept of a key is its SHA-256', () => {
  expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
