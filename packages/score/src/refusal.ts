import { httpProxyFor } from '@sepal/command-line'
import type { Address } from './address.ts'

/** A call that failed, as the client tells it. */
type Failed = { code: unknown; message: string; value?: unknown; cause?: unknown }

/** What the system says of a connection, by its code, and what to do. */
const CAUSES: readonly (readonly [code: RegExp, why: (at: URL, said: string) => string])[] = [
  [
    /^(ECONNREFUSED|ConnectionRefused)$/,
    ({ host }) => `nothing listens at ${host}; is it running (bun start), or is it elsewhere (--url)?`,
  ],
  [
    /^(ENOTFOUND|EAI_\w+|EDNS\w*|DNS\w*)$/,
    ({ hostname }) => `the name ${hostname} cannot be resolved (DNS); check how --url is spelt`,
  ],
  [
    /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ConnectionTimeout)$/,
    ({ host }) => `${host} cannot be reached from here; check the network and --url`,
  ],
  [/CERT_HAS_EXPIRED/, () => 'its certificate has expired; it needs a new one'],
  [/ALTNAME/, () => 'its certificate is for another name; --url needs the name that the certificate has'],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/,
    (_, said) => `its certificate is not trusted (${said}); NODE_EXTRA_CA_CERTS=FILE adds who has signed it`,
  ],
  [/^(EPROTO|ERR_SSL\w*|ERR_TLS\w*)$/, ({ host }) => `${host} does not speak TLS; try http:// in --url`],
  [
    /^(ECONNRESET|EPIPE|ConnectionClosed|UND_ERR_SOCKET)$/,
    ({ host }) =>
      `${host} closed the connection without an answer; does it speak HTTP there, or only TLS (https:// in --url)?`,
  ],
]

/** Statuses by which a gateway says that what is behind it does not answer. */
const GATEWAY_STATUSES: readonly unknown[] = [502, 503, 504]

/** Why the proxy has not answered, and the next step, in one sentence. */
export function reasonOf(error: Failed, response: Response | undefined, { url }: Address): string {
  const at = new URL(url)
  const isCutOff = error.code === 'unreachable'
  const proxy = isProxys(error) ? undefined : httpProxyFor(url, process.env)
  if (proxy === undefined) return isCutOff ? connectionReason(error, at) : answerReason(error, response)
  const [first] = causesOf(error.cause)
  const reason = isCutOff
    ? `there is no way to it through the HTTP proxy ${proxy.address} of ${proxy.variable} (${first?.message ?? error.message})`
    : `${error.message} (from the HTTP proxy ${proxy.address} of ${proxy.variable}, or through it)`
  return `${reason}; NO_PROXY=${at.hostname} asks it directly`
}

/** Whether the answer is the proxy's own, whichever way it came. */
const isProxys = ({ code }: Failed) =>
  typeof code === 'string' && !['unreachable', 'unexpected-answer', 'timeout'].includes(code)

function connectionReason({ message, cause }: Failed, at: URL): string {
  const causes = causesOf(cause)
  for (const { code, message: said } of causes) {
    const known = CAUSES.find(([pattern]) => pattern.test(code))
    if (known !== undefined) return known[1](at, said)
  }
  const [first] = causes
  const said = first === undefined ? '' : ` (${first.message})`
  return `${message}${said}; is it running (bun start), or is it elsewhere (--url)?`
}

function answerReason(error: Failed, response: Response | undefined): string {
  const { message, value } = error
  if (isProxys(error)) return message
  const status = response?.status
  if (GATEWAY_STATUSES.includes(status)) return `${message}: a gateway in front of it does not reach it`
  if (status === 401 || status === 407) {
    return `${message}: a gateway in front of it wants credentials; --url takes http://USER:PASSWORD@HOST`
  }
  // nginx and Go say so to what is sent without TLS.
  if (status === 400 && typeof value === 'string' && /HTTPS (port|server)/.test(value)) {
    return `${message}: it speaks TLS there; try https:// in --url`
  }
  if (error.code === 'timeout') return message
  return `${message}; is --url the address of the proxy, with the path below which it is?`
}

/** An error and what caused it, from the outside in. */
function causesOf(error: unknown): { code: string; message: string }[] {
  const found: { code: string; message: string }[] = []
  for (let cause = error; cause instanceof Error && found.length < 5; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
    found.push({ code, message: cause.message })
  }
  return found
}
