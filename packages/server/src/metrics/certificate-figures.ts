import type { ServedCertificate } from '../served-certificate.ts'
import type { Families } from './family.ts'

/** Adds until when the certificate that a server presents is valid. */
export function certificateFigures(metrics: Families, certificate: Pick<ServedCertificate, 'expiresAt'>) {
  metrics.gauge({
    name: 'sepal_certificate_expiration_timestamp_seconds',
    help: 'End of validity of the certificate that is presented, in seconds since 1970',
    labels: [],
    samples: () => [{ labels: {}, value: certificate.expiresAt }],
  })
}
