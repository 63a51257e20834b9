import { expect, test } from 'bun:test'
import { openAddress } from './open-address.ts'

test('an address that others can reach is told of, unless callers need keys', () => {
  expect(openAddress('0.0.0.0', 9000, false)).toStartWith(
    'anybody who reaches 0.0.0.0:9000 can ask for predictions',
  )
  expect(openAddress('::', 9000, false)).toContain('[::]:9000')
  expect(openAddress('proxy.example', 80, false)).toContain('proxy.example:80')
  expect(openAddress('0.0.0.0', 9000, true)).toBeUndefined()
})

test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('%s is this machine, and is not', (host) => {
  expect(openAddress(host, 9000, false)).toBeUndefined()
})
