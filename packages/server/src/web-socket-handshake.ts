import { problemError } from './server-problems.ts'

/** 16 bytes in base64. */
const KEY = /^[A-Za-z0-9+/]{22}==$/

/**
 * Rejects an upgrade that is not a handshake by RFC 6455, 4.2.1; Elysia would answer it with a line of text.
 * @throws ProblemError `malformed-request`
 */
export function checkHandshake({ headers }: Request) {
  const refuse = (what: string) => {
    throw problemError('malformed-request', what, {
      headers: { connection: 'close', 'sec-websocket-version': '13' },
    })
  }
  if (headers.get('sec-websocket-version') !== '13') refuse('sec-websocket-version is not 13')
  if (!KEY.test(headers.get('sec-websocket-key') ?? '')) refuse('sec-websocket-key is not 16 bytes in base64')
}
