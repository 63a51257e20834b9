import { expect, test } from 'bun:test'
import { addressOf } from './address.ts'

test.each([
  ['127.0.0.1', 'http://127.0.0.1:80'],
  ['0.0.0.0', 'http://127.0.0.1:80'],
  ['::', 'http://127.0.0.1:80'],
  ['::1', 'http://[::1]:80'],
  ['example.org', 'http://example.org:80'],
])('a server on %s is reached at %s', (host, address) => {
  expect(addressOf(host, 80)).toBe(address)
})
