import { describe, expect, test } from 'bun:test'
import { askLoopbackDirectly, httpProxyFor } from './http-proxy.ts'

describe('the HTTP proxy for an address', () => {
  const environment = {
    HTTP_PROXY: 'http://me:secret@gate:3128',
    https_proxy: 'http://other:1',
    NO_PROXY: '.in.house,10.0.0.9:8080',
  }
  test.each([
    ['http://far.away/x', { variable: 'HTTP_PROXY', address: 'http://gate:3128' }],
    ['https://far.away', { variable: 'https_proxy', address: 'http://other:1' }],
    ['http://a.in.house', undefined],
    ['http://10.0.0.9:8080', undefined],
    ['http://10.0.0.9:9000', { variable: 'HTTP_PROXY', address: 'http://gate:3128' }],
  ])('%s is %p', (url, expected) => expect(httpProxyFor(url, environment)).toEqual(expected))

  test('is none for loopback, whatever is set', () => {
    const own: Record<string, string | undefined> = { ...environment, NO_PROXY: 'far.away' }
    askLoopbackDirectly(own)
    for (const host of ['127.0.0.1:9000', 'localhost:9000', '[::1]:9000', 'far.away']) {
      expect(httpProxyFor(`http://${host}`, own)).toBeUndefined()
    }
    expect(httpProxyFor('http://else.where', own)).toBeDefined()
  })
})
