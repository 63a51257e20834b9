/** What the proxy needs to get to classifiers, beside their addresses. */
export type UpstreamAccess = {
  /** sent to each classifier */
  token?: string | undefined
  /** PEM of those who sign their certificates; undefined: whom the system trusts */
  ca?: string | undefined
}

/** How to get to one replica. */
export type ReplicaAccess = {
  /** as `http://10.0.0.7:8000` */
  origin: string
  headers: Readonly<Record<string, string>>
  /** of `https` alone */
  tls: { ca?: string; serverName?: string } | undefined
}

const TLS_ADDRESS = /^https:\/\/(?<authority>[^#]+)(?:#(?<serverName>.+))?$/

/**
 * @param address `ip:port`, or `https://ip:port#name` for a replica with TLS, whose certificate is for that name: what a
 *   name resolves to is no longer in the certificate
 */
export function replicaAccess(address: string, { token, ca }: UpstreamAccess): ReplicaAccess {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const { authority, serverName } = TLS_ADDRESS.exec(address)?.groups ?? {}
  if (authority === undefined) return { origin: `http://${address}`, headers, tls: undefined }
  const tls = { ...(ca !== undefined && { ca }), ...(serverName !== undefined && { serverName }) }
  return { origin: `https://${authority}`, headers, tls }
}
