import { expect, test } from 'bun:test'
import { runtimeOptions } from '@sepal/server/runtime-options'
import { childEnvironment, withUpstreamToken } from './child-environment.ts'

test('children inherit everything but the HTTP proxies', () => {
  const env = {
    HTTP_PROXY: 'a',
    https_proxy: 'b',
    ALL_PROXY: 'c',
    NO_PROXY: 'd',
    LOG_LEVEL: 'warn',
    PROXY: 'e',
  }
  expect(childEnvironment(env)).toEqual({ ...runtimeOptions, NO_PROXY: 'd', LOG_LEVEL: 'warn', PROXY: 'e' })
})

test('options of the runtime that are set already stay as they are', () => {
  expect(childEnvironment({ BUN_GC_TIMER_INTERVAL: '500' })).toEqual({ BUN_GC_TIMER_INTERVAL: '500' })
})

test('with keys, children share a token unless there is one, since others on this machine have none', () => {
  const random = () => Uint8Array.of(1, 254)
  expect(withUpstreamToken({ API_KEYS_FILE: 'f' }, random)).toEqual({
    API_KEYS_FILE: 'f',
    UPSTREAM_TOKEN: '01fe',
  })
  for (const env of [
    {},
    { API_KEYS_FILE: 'f', UPSTREAM_TOKEN: 't' },
    { API_KEYS_FILE: 'f', UPSTREAM_TOKEN_FILE: 't' },
  ])
    expect(withUpstreamToken(env, random)).toEqual(env)
})
