import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { FileWatch } from './file-watch.ts'
import type { Log } from './log.ts'
import { StartupError } from './startup-error.ts'
import { readTls, type Tls, type TlsFiles } from './tls.ts'

/**
 * The certificate that a server presents. It is read again whenever its files change; files that cannot be used are
 * logged, and the certificate stays as it is.
 */
export class ServedCertificate {
  #tls: Tls
  #onRenewal = () => {}

  private constructor(
    first: Tls,
    /** looks for changes */
    readonly watch: FileWatch,
  ) {
    this.#tls = first
  }

  /** @throws StartupError if the files cannot be read, are no PEM or do not fit each other */
  static async start(files: TlsFiles, log: Pick<Log, 'info' | 'error'>): Promise<ServedCertificate> {
    const watch = await FileWatch.start([files.TLS_CERT, files.TLS_KEY], {
      onChange: () => {
        if (!certificate.#replace(usable(files))) return
        log.info({ expires: new Date(certificate.expiresAt * 1000).toISOString() }, 'certificate renewed')
      },
      log,
    })
    const certificate = new ServedCertificate(atStart(files, watch), watch)
    return certificate
  }

  get tls(): Tls {
    return this.#tls
  }

  /** The end of its validity, seconds since 1970. */
  get expiresAt(): number {
    return new X509Certificate(this.#tls.cert).validToDate.getTime() / 1000
  }

  /** Has a function called whenever there is another certificate. */
  onRenewal(present: () => void) {
    this.#onRenewal = present
  }

  /** Whether it is another one: files that are merely written again are no reason to close connections. */
  #replace(tls: Tls): boolean {
    if (tls.cert === this.#tls.cert && tls.key === this.#tls.key) return false
    this.#tls = tls
    this.#onRenewal()
    return true
  }
}

function atStart(files: TlsFiles, watch: FileWatch): Tls {
  try {
    return usable(files)
  } catch (error) {
    watch.stop()
    throw error
  }
}

/** A certificate whose whole chain can be read, and whose key is its own. */
function usable(files: TlsFiles): Tls {
  const tls = readTls(files)
  try {
    createSecureContext(tls)
  } catch (cause) {
    throw new StartupError('TLS_CERT and TLS_KEY do not fit each other, or one cannot be read as PEM', {
      cause,
    })
  }
  return tls
}
