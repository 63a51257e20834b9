import { expect, test } from 'bun:test'
import { hashOf } from './api-key.ts'
import type { KeyEntry } from './key-file.ts'
import { KeyRing } from './key-ring.ts'

const entry = (name: string, over: Partial<KeyEntry> = {}): KeyEntry => ({
  name,
  sha256: hashOf(`key of ${name}`),
  scopes: ['predict'],
  ...over,
})

test('finds each key by what its caller shows', () => {
  const ring = new KeyRing([entry('a'), entry('b'), entry('c')])
  expect(['a', 'b', 'c'].map((name) => ring.find(`key of ${name}`)?.name)).toEqual(['a', 'b', 'c'])
  expect(
    ['', 'key of d', 'key of', hashOf('key of a'), 'x'.repeat(1e6)].map((text) => ring.find(text)),
  ).toEqual(Array(5).fill(undefined))
})

test('finds each of as many keys as a file may have, and no other', () => {
  const names = Array.from({ length: 256 }, (_, i) => `key-${i}`)
  const ring = new KeyRing(names.map((name) => entry(name)))
  expect(names.map((name) => ring.find(`key of ${name}`)?.name)).toEqual(names)
  expect(names.filter((name) => ring.find(`other key of ${name}`))).toEqual([])
})

test('every key that it may be is compared, by hashes of one length and in constant time', async () => {
  const source = await Bun.file(new URL('./key-ring.ts', import.meta.url)).text()
  const [, body = ''] = source.split('  find(shown: string)')
  expect(body).toContain('timingSafeEqual(key.hash, this.#hash)')
  expect(body).not.toMatch(/return key|break|===/)
})

test('a name that stays keeps its counts and what it has used of its rate; a removed one is gone', () => {
  const rate = { rows: 2, windowSeconds: 60 }
  const ring = new KeyRing([entry('a', { rate }), entry('b')])
  const a = ring.find('key of a')
  a?.limit?.charge(2, 0)
  if (a) a.counts.admitted = 5
  ring.replace([entry('a', { rate, sha256: hashOf('its next key'), scopes: ['operate'] })])
  const next = ring.find('its next key')
  expect(next).toMatchObject({ name: 'a', scopes: ['operate'], counts: { admitted: 5 } })
  expect(next?.limit?.admit(0)).toBeFalse()
  expect([ring.find('key of a'), ring.find('key of b')]).toEqual([undefined, undefined])
})

test('a name with another rate begins anew', () => {
  const ring = new KeyRing([entry('a', { rate: { rows: 1, windowSeconds: 60 } })])
  ring.find('key of a')?.limit?.charge(1, 0)
  ring.replace([entry('a', { rate: { rows: 2, windowSeconds: 60 } })])
  expect(ring.find('key of a')?.limit?.admit(0)).toBeTrue()
  ring.replace([entry('a')])
  expect(ring.find('key of a')?.limit).toBeUndefined()
})
