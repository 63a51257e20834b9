import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { X509Certificate } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Certificates, hasOpenssl } from '../test/certificates.ts'
import { RecordedLog } from '../test/recorded-log.ts'
import { serveCertificate } from './serve-certificate.ts'

test('without the options there is no certificate, and one of them is not enough', async () => {
  const log = new RecordedLog()
  expect(await serveCertificate({ TLS_CERT: '', TLS_KEY: '' }, log)).toBeUndefined()
  expect(serveCertificate({ TLS_CERT: 'server.pem', TLS_KEY: '' }, log)).rejects.toThrow(
    'TLS_CERT is set and TLS_KEY is not; set both, or neither',
  )
})

describe.skipIf(!hasOpenssl)('a certificate that is served', () => {
  let folder = ''
  let first: Certificates
  let second: Certificates
  const files = () => ({ TLS_CERT: join(folder, 'server.pem'), TLS_KEY: join(folder, 'server.key') })
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'served-'))
    first = await Certificates.make('DNS:rose')
    second = await Certificates.make('DNS:rose')
  })
  afterAll(async () => {
    await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()])
    await rm(folder, { recursive: true })
  })

  async function served() {
    await cp(first.cert, files().TLS_CERT)
    await cp(first.key, files().TLS_KEY)
    const log = new RecordedLog()
    const certificate = await serveCertificate(files(), log)
    if (certificate === undefined) throw new Error('there is no certificate')
    let renewals = 0
    certificate.onRenewal(() => {
      renewals += 1
    })
    return {
      certificate,
      log,
      renewals: () => renewals,
      [Symbol.dispose]: () => certificate.watch.stop(),
    }
  }

  test('is replaced when both files have changed, and says until when it is valid', async () => {
    using it = await served()
    await cp(second.cert, files().TLS_CERT)
    await cp(second.key, files().TLS_KEY)
    await it.certificate.watch.look()
    expect(it.renewals()).toBe(1)
    const cert = await Bun.file(second.cert).text()
    expect(it.certificate.tls).toEqual({ cert, key: await Bun.file(second.key).text() })
    const { validToDate } = new X509Certificate(cert)
    expect(it.certificate.expiresAt).toBe(validToDate.getTime() / 1000)
    expect(it.log.lines).toEqual([
      { level: 'info', message: 'certificate renewed', expires: validToDate.toISOString() },
    ])
  })

  test('stays while the files are broken, are gone, or do not fit each other', async () => {
    using it = await served()
    const before = it.certificate.tls
    await Bun.write(files().TLS_CERT, 'no certificate')
    await it.certificate.watch.look()
    await Bun.write(
      files().TLS_CERT,
      `${before.cert}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
    )
    await it.certificate.watch.look()
    await cp(second.cert, files().TLS_CERT)
    await it.certificate.watch.look()
    await rm(files().TLS_CERT)
    await it.certificate.watch.look()
    expect([it.certificate.tls, it.renewals()]).toEqual([before, 0])
    const unfit =
      'what changed is not used: TLS_CERT and TLS_KEY do not fit each other, or one cannot be read as PEM'
    const cert = JSON.stringify(files().TLS_CERT)
    expect(it.log.lines.map(({ level, message }) => [level, message])).toEqual([
      ['error', `what changed is not used: TLS_CERT is ${cert}, which has no PEM of a certificate`],
      ['error', unfit],
      ['error', unfit],
      ['error', `what changed is not used: TLS_CERT is ${cert}, which cannot be read (ENOENT)`],
    ])
  })

  test('is not presented anew when its files are merely written again', async () => {
    using it = await served()
    await cp(first.cert, files().TLS_CERT)
    await it.certificate.watch.look()
    expect([it.renewals(), it.log.lines]).toEqual([0, []])
  })

  test('stops the start if its files do not fit each other', async () => {
    const unfit = { TLS_CERT: first.cert, TLS_KEY: second.key }
    expect(serveCertificate(unfit, new RecordedLog())).rejects.toThrow(
      'TLS_CERT and TLS_KEY do not fit each other, or one cannot be read as PEM',
    )
  })
})
