import type { Log } from './log.ts'
import type { ServedCertificate } from './served-certificate.ts'
import { StartupError } from './startup-error.ts'
import type { TlsFiles } from './tls.ts'

/**
 * The certificate that a server presents, read again when its files change; undefined if neither option is set.
 * @throws StartupError if one is not set, or the files cannot be used
 */
export async function serveCertificate(
  { TLS_CERT, TLS_KEY }: TlsFiles,
  log: Pick<Log, 'info' | 'error'>,
): Promise<ServedCertificate | undefined> {
  if (TLS_CERT === '' && TLS_KEY === '') return undefined
  if (TLS_CERT === '' || TLS_KEY === '') {
    const [set, missing] = TLS_CERT === '' ? ['TLS_KEY', 'TLS_CERT'] : ['TLS_CERT', 'TLS_KEY']
    throw new StartupError(`${set} is set and ${missing} is not; set both, or neither`)
  }
  // What checks certificates takes 20 ms to load, and most servers have none.
  const { ServedCertificate } = await import('./served-certificate.ts')
  return ServedCertificate.start({ TLS_CERT, TLS_KEY }, log)
}
