import { describe, expect, test } from 'bun:test'
import { pause, pauseAfter, retryAfterMs } from './retry.ts'

const answer = (retryAfter?: string, code = 'overloaded') => ({
  error: { code },
  response: new Response(null, retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
})
const lost = (code: string) => ({ error: { code }, response: undefined })

describe('pauseAfter', () => {
  test('an answer is asked again when it says so, and not before', () => {
    expect(pauseAfter(answer('2'), 0, () => 0)).toBe(2000)
    expect(pauseAfter(answer('2'), 0, () => 1)).toBe(2100)
    expect(pauseAfter(answer(undefined, 'not-ready'), 0, () => 0)).toBeUndefined()
  })

  test.each(['overloaded', 'classifier-unavailable', 'quorum-not-met'])(
    '%s is tried again although a gateway has removed Retry-After',
    (code) => {
      expect([0, 1].map((attempt) => pauseAfter(answer(undefined, code), attempt, () => 1))).toEqual([
        100, 200,
      ])
    },
  )

  test('a lost connection is tried again after a pause that grows', () => {
    expect([0, 1, 2].map((attempt) => pauseAfter(lost('unreachable'), attempt, () => 1))).toEqual([
      100, 200, 400,
    ])
  })

  test.each(['timeout', 'aborted'])('%s is not tried again', (code) => {
    expect(pauseAfter(lost(code), 0, () => 1)).toBeUndefined()
  })

  test.each([
    [502, 'unexpected-answer', 200],
    [503, 'unexpected-answer', 200],
    [504, 'unexpected-answer', 200],
    [500, 'unexpected-answer', undefined],
    [200, 'unexpected-answer', undefined],
    [503, 'not-ready', undefined],
    [502, undefined, 200],
  ])("a gateway's %p is a lost connection, the proxy's own answer is not (%s)", (status, code, ms) => {
    const attempt = { error: { code }, response: new Response(null, { status }) }
    expect(pauseAfter(attempt, 1, () => 1)).toBe(ms)
  })

  test('a success is not tried again', () => {
    expect(pauseAfter({ error: null, response: answer('1').response }, 0, () => 1)).toBeUndefined()
  })
})

test.each([
  [null, undefined],
  ['0', 0],
  ['7', 7000],
  ['Thu, 01 Jan 1970 00:00:05 GMT', 4000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', undefined],
])('Retry-After %p is %p ms', (text, ms) => {
  expect(retryAfterMs(text, 1000)).toBe(ms)
})

test('a pause ends with its signal', async () => {
  const ending = new AbortController()
  const paused = pause(60_000, ending.signal)
  ending.abort()
  await paused
  await pause(60_000, ending.signal)
})
