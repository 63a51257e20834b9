import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { createServer, type ListenOptions } from 'node:net'
import { UsageError } from '@sepal/command-line'
import { StartupError } from '@sepal/server/startup-error'

export type Address = { host: string; port: number }

/** A port that one system has for its proxies until it is disposed of. */
export type PortClaim = Disposable & { readonly port: number }

/**
 * Claims a port for several proxies that will share it. The kernel lets any process of this user join them, those of
 * another system too, and would spread callers over both. So the port must be free of any listener now, and a lock
 * keeps out another system that starts at the same time.
 * @param address port 0 claims any free port
 * @throws UsageError for a host that is not of this machine
 * @throws StartupError when another process or system has the port
 */
export async function claimPort({ host, port }: Address): Promise<PortClaim> {
  const claimed = port || (await checkPort({ host, port }))
  const lock = await lockFor({ host, port: claimed })
  try {
    await checkPort({ host, port: claimed })
  } catch (failure) {
    lock[Symbol.dispose]()
    throw failure
  }
  return { port: claimed, [Symbol.dispose]: () => lock[Symbol.dispose]() }
}

/**
 * Checks that a server could listen here, and that no process does.
 * @returns the port; a free one for port 0
 * @throws UsageError for a host that is not of this machine
 * @throws StartupError when another process has the port, or this one may not have it
 */
export async function checkPort({ host, port }: Address): Promise<number> {
  await lookup(host).catch((cause: Error) => {
    throw new UsageError(`--host is ${JSON.stringify(host)}, which cannot be resolved: ${cause.message}`, {
      cause,
    })
  })
  try {
    using listener = await listenOnce({ host, port, exclusive: true })
    return listener.port
  } catch (cause) {
    throw refusalOf({ host, port }, cause)
  }
}

function refusalOf({ host, port }: Address, cause: unknown): unknown {
  switch (codeOf(cause)) {
    case 'EADDRINUSE':
      return new StartupError(
        `port ${port} on ${host} is taken by another process; choose others with --port and --free-ports`,
        { cause },
      )
    case 'EADDRNOTAVAIL':
      return new UsageError(`--host is ${JSON.stringify(host)}, which is not an address of this machine`, {
        cause,
      })
    case 'EACCES':
      return new StartupError(
        `port ${port} on ${host} is reserved by the system; choose another with --port`,
        {
          cause,
        },
      )
    default:
      return cause
  }
}

/** Held by a name in Linux's abstract socket namespace, which the kernel frees when the process ends, however it ends. */
async function lockFor({ host, port }: Address): Promise<Disposable> {
  if (process.platform !== 'linux') return { [Symbol.dispose]: () => {} }
  try {
    return await listenOnce({ path: `\0sepal-proxies-${host}-${port}` })
  } catch (cause) {
    if (codeOf(cause) !== 'EADDRINUSE') throw cause
    throw new StartupError(
      `port ${port} on ${host} belongs to the proxies of another running system; choose others with --port and --free-ports`,
      { cause },
    )
  }
}

async function listenOnce(options: ListenOptions): Promise<Disposable & { port: number }> {
  const server = createServer().unref()
  server.listen(options)
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { port, [Symbol.dispose]: () => void server.close() }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
