import { textOf } from './secret.ts'
import { StartupError } from './startup-error.ts'

/** A certificate with its chain, and its key, as PEM. */
export type Tls = { cert: string; key: string }

/** The options that name their files. */
export type TlsFiles = { TLS_CERT: string; TLS_KEY: string }

/**
 * Reads what TLS_CERT and TLS_KEY name.
 * @throws StartupError if one cannot be read or is no PEM
 */
export function readTls({ TLS_CERT, TLS_KEY }: TlsFiles): Tls {
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
