import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { Certificates, hasOpenssl, ServerProcess } from '@sepal/server/testing'
import iris from '../models/ensemble.json' with { type: 'json' }

// Processes start slowly where many do at once.
setDefaultTimeout(30_000)

const rows = JSON.stringify({ data: [Object.values(iris.sample)] })
const main = (server: string) => join(import.meta.dir, `../packages/${server}/src/main.ts`)

/** The certificates are of authorities that nobody trusts; the tests compare them byte by byte. */
const tls = { rejectUnauthorized: false }

async function connected(address: string): Promise<TLSSocket> {
  const { hostname, port } = new URL(`https://${address}`)
  const socket = connect({ host: hostname, port: Number(port), ...tls })
  await once(socket, 'secureConnect')
  return socket
}

/** The serial number of the certificate that a new connection gets. */
async function presented(address: string): Promise<string> {
  const socket = await connected(address)
  const { serialNumber } = socket.getPeerCertificate()
  socket.destroy()
  return serialNumber
}

const parsed = async (file: string) => new X509Certificate(await Bun.file(file).text())

/** A folder of certificates like a mounted Secret of Kubernetes: its files are links, and one link is swapped. */
class Mount implements AsyncDisposable {
  private constructor(private readonly folder: string) {}

  static async of(certificates: Certificates): Promise<Mount> {
    const mount = new Mount(await mkdtemp(join(tmpdir(), 'mount-')))
    await mount.swap(certificates)
    await symlink('..data/server.pem', mount.environment.TLS_CERT)
    await symlink('..data/server.key', mount.environment.TLS_KEY)
    return mount
  }

  get environment() {
    return { TLS_CERT: join(this.folder, 'tls.crt'), TLS_KEY: join(this.folder, 'tls.key') }
  }

  async swap(certificates: Certificates) {
    await symlink(dirname(certificates.cert), join(this.folder, '..next'))
    await rename(join(this.folder, '..next'), join(this.folder, '..data'))
  }

  async [Symbol.asyncDispose]() {
    await rm(this.folder, { recursive: true })
  }
}

describe.skipIf(!hasOpenssl)('a certificate that is renewed', () => {
  let first: Certificates
  let second: Certificates
  beforeAll(async () => {
    first = await Certificates.make('IP:127.0.0.1')
    second = await Certificates.make('IP:127.0.0.1')
  })
  afterAll(async () => {
    await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()])
  })

  test('is what new connections to the proxy get, and /metrics tells when it ends', async () => {
    await using mount = await Mount.of(first)
    const nobody = Object.keys(iris.classifiers).map((name) => [
      `SERVICE_${name.toUpperCase()}`,
      '127.0.0.1:1',
    ])
    await using proxy = new ServerProcess(main('proxy'), {
      PORT: '0',
      ...Object.fromEntries(nobody),
      ...mount.environment,
    })
    const address = await proxy.address()
    const [before, after] = [await parsed(first.cert), await parsed(second.cert)]
    expect(await presented(address)).toBe(before.serialNumber)
    await mount.swap(second)
    await proxy.line('certificate renewed')
    expect(await presented(address)).toBe(after.serialNumber)
    const metrics = await (await fetch(`https://${address}/metrics`, { tls })).text()
    const ends = after.validToDate.getTime() / 1000
    expect(metrics).toContain(`\nsepal_certificate_expiration_timestamp_seconds ${ends}\n`)
    proxy.kill('SIGTERM')
    expect(await proxy.exited).toBe(0)
  })

  test('interrupts no request in flight and no WebSocket of a classifier', async () => {
    await using mount = await Mount.of(first)
    await using classifier = new ServerProcess(main('classifier'), {
      MODE: 'setosa',
      PORT: '0',
      ...mount.environment,
    })
    const address = await classifier.address()
    const socket = new WebSocket(`wss://${address}/predict/socket`, { tls })
    const opened = Promise.withResolvers<unknown>()
    socket.onopen = opened.resolve
    socket.onerror = opened.reject
    await opened.promise
    const request = await connected(address)
    let answer = ''
    request.on('data', (part) => {
      answer += part
    })
    request.write(
      `POST /predict HTTP/1.1\r\nhost: ${address}\r\ncontent-type: application/json\r\n` +
        `content-length: ${rows.length}\r\n\r\n${rows.slice(0, -1)}`,
    )
    // Once this is answered, the server has read what came before it.
    expect((await fetch(`https://${address}/health`, { tls })).status).toBe(200)
    await mount.swap(second)
    await classifier.line('certificate renewed')
    expect(await presented(address)).toBe((await parsed(second.cert)).serialNumber)
    const closed = once(request, 'close')
    request.write(rows.slice(-1))
    await closed
    expect(answer).toStartWith('HTTP/1.1 200 OK\r\n')
    const pong = Promise.withResolvers<unknown>()
    socket.addEventListener('pong', pong.resolve)
    socket.addEventListener('close', pong.reject)
    socket.ping()
    await pong.promise
    socket.close()
  })
})
