import fc from 'fast-check'
import { bodies } from './bodies.ts'
import type { Features } from './rows.ts'
import type { Route } from './servers.ts'

/** A well-formed HTTP request, whatever its content. */
export type WellFormed = { method: string; target: string; head: string; body: string }

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const CONTENT_TYPES = [
  'application/json; charset=utf-8',
  'Application/JSON',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'application/jsonp',
  ';',
  '',
]
const QUERIES = [
  '?',
  '?partial=true',
  '?partial=false',
  '?partial=1',
  '?partial=',
  '?partial=true&partial=false',
]
const MORE_QUERIES = [
  '?until=0.5',
  '?until=0',
  '?until=1',
  '?until=2',
  '?until=x',
  '?until=1e-9',
  '?a[b]=c&__proto__=1',
  '?%',
  '?=&&',
]
const TIMEOUTS = ['5000', '1', '0', '-1', '1e3', '0x10', '999999999', '9999999999', 'soon', ' 20 ', '']
const IDS = ['fuzz-1', 'a b', 'ä', '<script>', 'x'.repeat(64), 'x'.repeat(65), '']
const ACCEPTS = [
  '*/*',
  'text/event-stream',
  'application/x-ndjson',
  'text/html',
  'application/json;q=0',
  ',,',
]

/** Visible characters and obs-text, as RFC 9110 allows in a value. */
const value = fc.stringMatching(/^[!-~\x80-\xff][ -~\x80-\xff]{0,40}$/).map((text) => text.trim())
/** Header names without meaning to a server; a body's framing headers occur once and correctly. */
const unknownHeader = fc.tuple(fc.stringMatching(/^x-[a-z0-9!#$%&'*+.^_`|~-]{1,30}$/), value)
const knownHeader = fc.oneof(
  fc.tuple(fc.constant('x-request-timeout-ms'), fc.oneof(fc.constantFrom(...TIMEOUTS), value)),
  fc.tuple(fc.constant('x-request-id'), fc.oneof(fc.constantFrom(...IDS), value)),
  fc.tuple(fc.constant('accept'), fc.oneof(fc.constantFrom(...ACCEPTS), value)),
  fc.tuple(
    fc.constantFrom('authorization', 'cookie', 'origin', 'referer', 'user-agent', 'x-forwarded-for'),
    value,
  ),
  fc.tuple(
    fc.constantFrom('accept-encoding', 'content-encoding', 'if-none-match', 'range', 'te', 'via'),
    value,
  ),
  fc.constant(['accept-encoding', 'gzip'] as [string, string]),
  fc.constant(['content-encoding', 'gzip'] as [string, string]),
  fc.constant(['if-none-match', '*'] as [string, string]),
)
const headers = fc.array(fc.oneof({ weight: 3, arbitrary: knownHeader }, unknownHeader), { maxLength: 6 })

const segment = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9._~!$&'()*+,;=:@-]{1,20}$/),
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%00',
    '%ff',
    '%',
    '%zz',
    'predict',
    'health',
    '__proto__',
    'constructor',
    '*',
  ),
)
const anyPath = fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`)

/** Requests for the routes of a server that takes rows of these features. */
export function requests(routes: readonly Route[], features: Features): fc.Arbitrary<WellFormed> {
  // Most can go wrong on routes with a body.
  const posts = routes.filter(({ method }) => method === 'POST')
  const route = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...posts) },
    { weight: 2, arbitrary: fc.constantFrom(...routes) },
  )
  const known = route.chain(({ method, path }) => {
    const filled = segment.map((text) => path.replaceAll(/:\w+/g, text))
    return fc.tuple(
      fc.oneof(
        { weight: 12, arbitrary: fc.constant(method) },
        { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
      ),
      fc.oneof(
        { weight: 20, arbitrary: filled },
        { weight: 1, arbitrary: filled.map((text) => `${text}/`) },
        { weight: 1, arbitrary: filled.map((text) => text.toUpperCase()) },
        { weight: 1, arbitrary: filled.map((text) => `/${text}`) },
      ),
    )
  })
  const line = fc.oneof(
    { weight: 12, arbitrary: known },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...METHODS), anyPath) },
  )
  const query = fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    { weight: 2, arbitrary: fc.constantFrom(...QUERIES, ...MORE_QUERIES) },
  )
  const contentType = fc.oneof(
    { weight: 12, arbitrary: fc.constant<string | undefined>('application/json') },
    { weight: 2, arbitrary: fc.constantFrom<string | undefined>(undefined, ...CONTENT_TYPES) },
  )
  return fc
    .tuple(line, query, contentType, headers, bodies(features))
    .map(([[method, path], search, type, others, body]) => {
      const said = type === undefined ? others : [['content-type', type], ...others]
      const head = said.map(([name, text]) => `${name}: ${text}\r\n`).join('')
      const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH'
      return { method, target: path + search, head: `host: fuzz\r\n${head}`, body: hasBody ? body : '' }
    })
}

/** The bytes of a request with a content-length. */
export function withLength({ method, target, head, body }: WellFormed): string {
  const length = body === '' && method !== 'POST' ? '' : `content-length: ${body.length}\r\n`
  return `${method} ${target} HTTP/1.1\r\n${head}${length}\r\n${body}`
}

/** The bytes of a request whose body is split into chunks at these positions. */
export function chunked({ method, target, head, body }: WellFormed, places: readonly number[]): string {
  let text = `${method} ${target} HTTP/1.1\r\n${head}transfer-encoding: chunked\r\n\r\n`
  for (const piece of cutAt(body, places)) text += `${piece.length.toString(16)}\r\n${piece}\r\n`
  return `${text}0\r\n\r\n`
}

/** A text in non-empty pieces. */
export function cutAt(text: string, places: readonly number[]): string[] {
  const ends = [...new Set(places.map((place) => place % Math.max(1, text.length)))].sort((a, b) => a - b)
  const bounds = [0, ...ends.filter((end) => end > 0), text.length]
  return bounds.slice(1).flatMap((end, i) => (end > (bounds[i] ?? 0) ? [text.slice(bounds[i], end)] : []))
}
