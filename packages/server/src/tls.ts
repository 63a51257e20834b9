import { textOf } from './secret.ts'
import { StartupError } from './startup-error.ts'

/** A certificate with its chain, and its key, as PEM. */
export type Tls = { cert: string; key: string }

/**
 * Reads what TLS_CERT and TLS_KEY name; undefined if neither is set.
 * @throws StartupError if one is missing, cannot be read or is no PEM
 */
export function readTls({ TLS_CERT, TLS_KEY }: { TLS_CERT: string; TLS_KEY: string }): Tls | undefined {
  if (TLS_CERT === '' && TLS_KEY === '') return undefined
  if (TLS_CERT === '' || TLS_KEY === '') {
    const [set, missing] = TLS_CERT === '' ? ['TLS_KEY', 'TLS_CERT'] : ['TLS_CERT', 'TLS_KEY']
    throw new StartupError(`${set} is set and ${missing} is not; set both, or neither`)
  }
  const cert = pemOf(TLS_CERT, 'TLS_CERT', 'CERTIFICATE')
  return { cert, key: pemOf(TLS_KEY, 'TLS_KEY', 'PRIVATE KEY') }
}

/**
 * The certificates in a file that an option names.
 * @throws StartupError if it cannot be read or has none
 */
export function readCertificates(file: string, option: string): string {
  return pemOf(file, option, 'CERTIFICATE')
}

function pemOf(file: string, option: string, kind: string): string {
  const text = textOf(file, option)
  if (new RegExp(`^-----BEGIN (?:[A-Z]+ )?${kind}-----$`, 'm').test(text)) return text
  throw new StartupError(`${option} is ${JSON.stringify(file)}, which has no PEM of a ${kind.toLowerCase()}`)
}
