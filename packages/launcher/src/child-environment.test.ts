import { expect, test } from 'bun:test'
import { withoutProxies } from './child-environment.ts'

test('children inherit everything but the HTTP proxies', () => {
  const env = {
    HTTP_PROXY: 'a',
    https_proxy: 'b',
    ALL_PROXY: 'c',
    NO_PROXY: 'd',
    LOG_LEVEL: 'warn',
    PROXY: 'e',
  }
  expect(withoutProxies(env)).toEqual({ NO_PROXY: 'd', LOG_LEVEL: 'warn', PROXY: 'e' })
})
