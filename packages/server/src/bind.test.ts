import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { Elysia } from 'elysia'
import { bind } from './bind.ts'
import { StartupError } from './startup-error.ts'

const hello = () => new Elysia().get('/', 'hello')

/** Whether this machine has IPv6. */
const hasIpv6 = await new Promise<boolean>((resolve) => {
  const server = createServer()
  server.once('error', () => resolve(false))
  server.listen(0, '::1', () => server.close(() => resolve(true)))
})
if (!hasIpv6) console.warn('There is no IPv6 here: what concerns it is not tested')

const refusal = (host: string, port = 0): string => {
  const app = hello()
  try {
    bind(app, { host, port })
  } catch (error) {
    if (error instanceof StartupError) return error.message
    throw error
  }
  app.server?.stop(true)
  throw new Error('it listens')
}

describe('bind', () => {
  test.skipIf(!hasIpv6)('on :: listens on both families', async () => {
    const app = hello()
    const port = bind(app, { host: '::', port: 0 })
    for (const host of ['127.0.0.1', '[::1]']) {
      expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('hello')
    }
    await app.server?.stop(true)
  })

  test.each(['203.0.113.9', 'a b', 'fe80::1', 'name.that.cannot.be.resolved.invalid'])(
    'tells that %j is no host to listen on',
    (host) => {
      expect(refusal(host)).toBe(
        `HOST is ${JSON.stringify(host)}, expected an address of this machine or a name that resolves to one`,
      )
    },
  )

  test('tells so whatever has failed before', () => {
    using other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
    for (const fail of [() => refusal('127.0.0.1', other.port), () => readFileSync('/no/such/file')]) {
      try {
        fail()
      } catch {
        // It leaves the code that the next failure may be given.
      }
      expect(refusal('name.that.cannot.be.resolved.invalid')).toStartWith('HOST is ')
    }
  })

  test('tells that a port is taken', () => {
    using other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
    expect(refusal('127.0.0.1', other.port)).toStartWith(`port ${other.port} on 127.0.0.1 is taken`)
  })

  test('takes the whole port: a second server without reusePort has to take another', async () => {
    const app = hello()
    const port = bind(app, { host: '127.0.0.1', port: 0 })
    expect(refusal('127.0.0.1', port)).toContain('is taken by another process')
    await app.server?.stop(true)
  })
})
