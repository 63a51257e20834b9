import { expect, test } from 'bun:test'
import { join } from 'node:path'

const { PATH = '' } = Bun.env
const script = join(import.meta.dir, '../docker/healthcheck.ts')

async function check(environment: Record<string, string>) {
  const child = Bun.spawn([process.execPath, script], { env: { PATH, ...environment }, stdout: 'pipe' })
  return { code: await child.exited, printed: await child.stdout.text() }
}

test.each([200, 503])(
  'the health check of the images follows the status of /health/ready: %d',
  async (status) => {
    using server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: ({ url }) => new Response(new URL(url).pathname, { status }),
    })
    for (const HOST of ['::', '0.0.0.0', '127.0.0.1']) {
      const { code, printed } = await check({ HOST, PORT: String(server.port) })
      expect([code, printed]).toEqual([status === 200 ? 0 : 1, '/health/ready\n'])
    }
  },
)

test('the health check of the images does not fail because of a classifier', async () => {
  const codeOf = async (code: string) => {
    using server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: () => Response.json({ status: 503, code }, { status: 503 }),
    })
    return (await check({ PORT: String(server.port) })).code
  }
  expect([await codeOf('classifier-unavailable'), await codeOf('not-ready')]).toEqual([0, 1])
})

test('the health check of the images asks its server directly, whatever proxy the environment names', async () => {
  let asked = 0
  using elsewhere = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () => {
      asked += 1
      return new Response(null, { status: 502 })
    },
  })
  using server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('ready') })
  const { code } = await check({ PORT: String(server.port), HTTP_PROXY: elsewhere.url.href })
  expect([code, asked]).toEqual([0, 0])
})

test('the health check of the images fails with one line where nothing listens', async () => {
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
  const { port } = server
  await server.stop(true)
  const { code, printed } = await check({ PORT: String(port) })
  expect(code).toBe(1)
  expect(printed.trimEnd().split('\n')).toHaveLength(1)
})
