import { expect, test } from 'bun:test'
import { resolveAddresses } from './name-resolution.ts'

test.each([
  ['127.0.0.1:9000', ['127.0.0.1:9000']],
  ['[::1]:9000', ['[::1]:9000']],
])('an address is itself: %s', async (address, expected) => {
  expect(await resolveAddresses(address)).toEqual(expected)
})

test('a name is all its addresses, each once', async () => {
  const addresses = await resolveAddresses('localhost:9000')
  expect(addresses).toContain('127.0.0.1:9000')
  expect(addresses.every((address) => /^(127\.0\.0\.1|\[::1\]):9000$/.test(address))).toBe(true)
  expect(new Set(addresses).size).toBe(addresses.length)
})

test('what is no name cannot be looked up', async () => {
  const [result] = await Promise.allSettled([resolveAddresses('no..name:9000')])
  expect(result.status).toBe('rejected')
})
