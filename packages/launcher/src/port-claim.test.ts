import { expect, test } from 'bun:test'
import { UsageError } from '@sepal/command-line'
import { StartupError } from '@sepal/server/startup-error'
import { checkPort, claimPort } from './port-claim.ts'

const host = '127.0.0.1'
const serve = (options: { port: number; reusePort?: boolean }) =>
  Bun.serve({ hostname: host, ...options, fetch: () => new Response() })

test('a free port can be claimed, and proxies can then share it', async () => {
  using claim = await claimPort({ host, port: 0 })
  expect(claim.port).toBeGreaterThan(0)
  using first = serve({ port: claim.port, reusePort: true })
  using second = serve({ port: claim.port, reusePort: true })
  expect(second.port).toBe(first.port)
})

test.skipIf(process.platform !== 'linux')('a port is claimed by one system at a time', async () => {
  const first = await claimPort({ host, port: 0 })
  await expect(claimPort({ host, port: first.port })).rejects.toThrow(
    new StartupError(
      `port ${first.port} on ${host} belongs to the proxies of another running system; choose others with --port and --free-ports`,
    ),
  )
  first[Symbol.dispose]()
  using second = await claimPort({ host, port: first.port })
  expect(second.port).toBe(first.port)
})

test.skipIf(process.platform !== 'linux')(
  'only one of several that claim a port at once gets it',
  async () => {
    const port = await checkPort({ host, port: 0 })
    const claims = await Promise.allSettled(Array.from({ length: 5 }, () => claimPort({ host, port })))
    const granted = claims.flatMap((claim) => (claim.status === 'fulfilled' ? [claim.value] : []))
    for (const claim of granted) claim[Symbol.dispose]()
    expect(granted).toHaveLength(1)
  },
)

test('a port that others share cannot be claimed', async () => {
  using shared = serve({ port: 0, reusePort: true })
  const port = shared.port ?? 0
  await expect(claimPort({ host, port })).rejects.toThrow(
    `port ${port} on ${host} is taken by another process`,
  )
})

test('a failed claim does not keep the port', async () => {
  const other = serve({ port: 0 })
  const port = other.port ?? 0
  await expect(claimPort({ host, port })).rejects.toThrow('is taken by another process')
  await other.stop(true)
  using claim = await claimPort({ host, port })
  expect(claim.port).toBe(port)
})

test('an address of another machine is named as such', async () => {
  // TEST-NET-1, which no machine has.
  await expect(checkPort({ host: '192.0.2.1', port: 0 })).rejects.toThrow(
    new UsageError('--host is "192.0.2.1", which is not an address of this machine'),
  )
})

test('a host name that does not exist is named as such', async () => {
  await expect(checkPort({ host: 'no-such-host.invalid', port: 9000 })).rejects.toThrow(
    '--host is "no-such-host.invalid", which cannot be resolved',
  )
})
