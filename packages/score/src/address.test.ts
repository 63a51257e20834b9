import { expect, test } from 'bun:test'
import { addressOf } from './address.ts'

test('credentials are taken out of an address', () => {
  expect(addressOf('https://ann:p%40ss@host:8443/sepal')).toEqual({
    url: 'https://host:8443/sepal',
    authorization: `Basic ${btoa('ann:p@ss')}`,
  })
})

test('a % in a password may stand for itself', () => {
  expect(addressOf('http://ann:50%+%c3%bc@host').authorization).toBe(
    `Basic ${Buffer.from('ann:50%+ü').toString('base64')}`,
  )
})

test.each(['http://127.0.0.1:9000', 'nowhere'])('%s stays as it is', (url) => {
  expect(addressOf(url)).toEqual({ url, authorization: undefined })
})
