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
  expect(addresses).toEqual(['127.0.0.1:9000'])
})

test('a name with addresses of both families is each process once', async () => {
  const both = [
    { address: 'fd00::1', family: 6 },
    { address: '10.0.0.1', family: 4 },
    { address: 'fd00::2', family: 6 },
    { address: '10.0.0.2', family: 4 },
  ]
  const ipv6 = both.filter(({ family }) => family === 6)
  expect(await resolveAddresses('rose:80', async () => both)).toEqual(['10.0.0.1:80', '10.0.0.2:80'])
  expect(await resolveAddresses('rose:80', async () => ipv6)).toEqual(['[fd00::1]:80', '[fd00::2]:80'])
})

test('what is no name cannot be looked up', async () => {
  const [result] = await Promise.allSettled([resolveAddresses('no..name:9000')])
  expect(result.status).toBe('rejected')
})
