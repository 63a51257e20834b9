import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { RunningClassifier } from '@sepal/classifier/testing/running-classifier'
import { readCertificates, readTls } from '@sepal/server'
import { Certificates, eventually, hasOpenssl, rawRequest } from '@sepal/server/testing'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { resolveAddresses } from '../src/system/name-resolution.ts'
import { replicaAccess, type UpstreamAccess } from '../src/transport/replica-access.ts'
import { RunningProxy } from './running-proxy.ts'

const TOKEN = 'a-token-that-only-the-proxies-have'
const rows = JSON.stringify({ data: [Object.values(iris.sample)] })
/** One classifier stands for all three: those that are not asked need not be there. */
const manifest = {
  ...iris,
  classifiers: { setosa: iris.classifiers.setosa },
  combine: { none: {} },
} as const

/** The answer to a row by a proxy, once its socket is open or cannot be. */
async function predicted(address: string, access: UpstreamAccess) {
  await using proxy = await RunningProxy.start(
    manifest,
    { setosa: address },
    { access, checksContract: true },
  )
  const response = await proxy.post('/predict', rows)
  const body: unknown = JSON.parse(await response.text())
  const isOpen = proxy.clusters.transportsOf('setosa').some((transport) => transport.isOpen)
  return { status: response.status, body, isOpen }
}

describe('a classifier with a token', () => {
  let classifier: RunningClassifier
  beforeAll(async () => {
    classifier = await RunningClassifier.start('setosa', { folder: irisFolder, upstreamToken: TOKEN })
  })
  afterAll(() => classifier[Symbol.asyncDispose]())

  test('answers a proxy that has it, also over its socket', async () => {
    await using proxy = await RunningProxy.start(
      manifest,
      { setosa: classifier.address },
      { access: { token: TOKEN }, checksContract: true },
    )
    await proxy.untilReady()
    await eventually(
      () => proxy.clusters.transportsOf('setosa').map(({ isOpen }) => isOpen),
      (open) => open.every(Boolean),
    )
    expect((await proxy.post('/predict', rows)).status).toBe(200)
  })

  test('refuses one without it or with another, which says so', async () => {
    for (const access of [{}, { token: `${TOKEN}.` }]) {
      const { status, body, isOpen } = await predicted(classifier.address, access)
      expect({ status, isOpen }).toEqual({ status: 503, isOpen: false })
      expect(body).toMatchObject({
        code: 'classifier-unavailable',
        classifiers: { setosa: { detail: 'it does not accept the proxy: UPSTREAM_TOKEN differs' } },
      })
    }
  })

  test('needs it everywhere but for its health', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` }
    for (const path of ['/metadata', '/metrics', '/predict/test']) {
      expect([path, (await classifier.fetch(path)).status]).toEqual([path, 401])
      expect([path, (await classifier.fetch(path, { headers })).status]).toEqual([path, 200])
    }
    for (const path of ['/health', '/health/ready', '/health/'])
      expect([path, (await classifier.fetch(path)).status]).toEqual([path, 200])
    for (const path of ['/predict/socket', '/nowhere', '/metadata?/health'])
      expect([path, (await classifier.fetch(path)).status]).toEqual([path, 401])
  })

  test('no host or path makes it health, and no socket opens', async () => {
    const upgrade =
      'upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
    for (const [path, host] of [
      ['/predict/socket', 'x'],
      ['/predict/socket', 'x/health?'],
      ['/predict/socket?/health', 'x'],
      ['/health/../predict/socket', 'x'],
    ]) {
      const { status } = await rawRequest(
        classifier.address,
        `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n${upgrade}\r\n`,
      )
      expect([path, host, [400, 401, 404].includes(status)]).toEqual([path, host, true])
    }
  })
})

describe.skipIf(!hasOpenssl)('a classifier with TLS', () => {
  let certificates: Certificates
  let classifier: RunningClassifier
  let access: UpstreamAccess
  beforeAll(async () => {
    certificates = await Certificates.make('DNS:rose')
    const tls = readTls({ TLS_CERT: certificates.cert, TLS_KEY: certificates.key })
    classifier = await RunningClassifier.start('setosa', { folder: irisFolder, upstreamToken: TOKEN, tls })
    access = { token: TOKEN, ca: readCertificates(certificates.ca, 'UPSTREAM_CA') }
  })
  afterAll(async () => {
    await classifier[Symbol.asyncDispose]()
    await certificates[Symbol.asyncDispose]()
  })

  test('answers over https and wss by the name in its certificate, whatever that resolves to', async () => {
    const [address = ''] = await resolveAddresses(`https://rose:${classifier.port}`, async () => [
      { address: '127.0.0.1', family: 4 },
    ])
    await using proxy = await RunningProxy.start(
      manifest,
      { setosa: address },
      { access, checksContract: true },
    )
    await proxy.untilReady()
    await eventually(
      () => proxy.clusters.transportsOf('setosa').map(({ isOpen }) => isOpen),
      (open) => open.every(Boolean),
    )
    expect((await proxy.post('/predict', rows)).status).toBe(200)
  })

  test('is not asked under another name, by whom nobody trusts, or without TLS', async () => {
    for (const [address, with_] of [
      [`https://127.0.0.1:${classifier.port}#lily`, access],
      [`https://127.0.0.1:${classifier.port}`, access],
      [`https://127.0.0.1:${classifier.port}#rose`, { token: TOKEN }],
      [classifier.address, access],
    ] as const) {
      const { status, isOpen } = await predicted(address, with_)
      expect([address, status, isOpen]).toEqual([address, expect.any(Number), false])
      expect(status).toBeGreaterThanOrEqual(502)
    }
  })

  test('finds its routes whatever the Host, and refuses one that is too short to tell', async () => {
    const ask = (host: string, path: string) =>
      fetch(`https://127.0.0.1:${classifier.port}${path}`, {
        headers: { host, authorization: `Bearer ${TOKEN}` },
        tls: { ca: access.ca, serverName: 'rose' },
      })
    expect((await ask('rose', '/metadata')).status).toBe(200)
    expect((await ask('rose', '/metadata/')).status).toBe(200)
    expect((await ask('a.b', '/metadata/')).status).toBe(200)
    expect((await ask('rose', '/nowhere')).status).toBe(404)
    for (const host of ['a', 'ab']) expect((await ask(host, '/x/metadata')).status).toBe(400)
  })
})

test('an address is where, and how to be sure that it is the right one', () => {
  expect(replicaAccess('10.0.0.7:80', {})).toEqual({
    origin: 'http://10.0.0.7:80',
    headers: {},
    tls: undefined,
  })
  expect(replicaAccess('https://[::1]:80#rose', { token: 't', ca: 'c' })).toEqual({
    origin: 'https://[::1]:80',
    headers: { authorization: 'Bearer t' },
    tls: { ca: 'c', serverName: 'rose' },
  })
})
