import { expect, test } from 'bun:test'
import { reasonOf } from './refusal.ts'

const address = { url: 'http://sepal.test:9000', headers: {} }

/** As `fetch` of Bun throws it, and as that of Node does. */
const thrown = (code: string, message = '') => [
  Object.assign(new TypeError(message), { code }),
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) }),
]

test.each([
  ['ECONNREFUSED', 'nothing listens at sepal.test:9000; is it running (bun start)'],
  ['ENOTFOUND', 'the name sepal.test cannot be resolved (DNS)'],
  ['ECONNRESET', 'closed the connection without an answer'],
  ['EPROTO', 'does not speak TLS; try http://'],
  ['EHOSTUNREACH', 'cannot be reached from here'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is not trusted (self signed)'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
])('%s is said in words', (code, expected) => {
  for (const cause of thrown(code, 'self signed')) {
    expect(reasonOf({ code: 'unreachable', message: 'no connection', cause }, undefined, address)).toContain(
      expected,
    )
  }
})

test('what is not known is said as the system says it', () => {
  const [cause] = thrown('ESTRANGE', 'strange things')
  expect(reasonOf({ code: 'unreachable', message: 'no connection', cause }, undefined, address)).toContain(
    'no connection (strange things); is it running',
  )
})

test.each([
  [502, 'a gateway in front of it does not reach it'],
  [400, 'it speaks TLS there; try https://'],
  [401, 'wants credentials; --url takes http://USER:PASSWORD@HOST'],
  [200, 'is --url the address of the proxy'],
])('an answer of %p that is not the proxy’s has its next step', (status, expected) => {
  const failed = {
    code: 'unexpected-answer',
    message: `the answer is ${status} with text/html`,
    value: 'sent to HTTPS port',
  }
  expect(reasonOf(failed, new Response(null, { status }), address)).toContain(expected)
})
