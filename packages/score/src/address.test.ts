import { expect, test } from 'bun:test'
import { addressOf } from './address.ts'

test('credentials are taken out of an address', () => {
  expect(addressOf('https://ann:p%40ss@host:8443/sepal')).toEqual({
    url: 'https://host:8443/sepal',
    headers: { authorization: `Basic ${btoa('ann:p@ss')}` },
  })
})

test('a % in a password may stand for itself', () => {
  expect(addressOf('http://ann:50%+%c3%bc@host').headers.authorization).toBe(
    `Basic ${Buffer.from('ann:50%+ü').toString('base64')}`,
  )
})

test.each(['http://127.0.0.1:9000', 'nowhere'])('%s stays as it is', (url) => {
  expect(addressOf(url)).toEqual({ url, headers: {} })
})

test('a key is a bearer token, or has a header of its own beside the credentials of a gateway', () => {
  expect(addressOf('http://host', 'k').headers).toEqual({ authorization: 'Bearer k' })
  expect(addressOf('http://ann:p@host', 'k').headers).toEqual({
    authorization: `Basic ${btoa('ann:p')}`,
    'x-api-key': 'k',
  })
})
