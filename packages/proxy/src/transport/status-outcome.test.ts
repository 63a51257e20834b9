import { expect, test } from 'bun:test'
import { problemCodes } from '../answers/problems.ts'
import type { FailureKind } from '../core/outcome.ts'
import { statusOutcome } from './status-outcome.ts'

test.each<[number, string | undefined, FailureKind]>([
  [400, 'malformed-json', 'rejected'],
  [413, 'body-too-large', 'rejected'],
  [422, 'invalid-request', 'rejected'],
  [422, 'unanswerable-row', 'unanswerable'],
  [429, undefined, 'shed'],
  [503, 'overloaded', 'shed'],
  [502, undefined, 'unavailable'],
  [503, 'not-ready', 'unavailable'],
  [503, undefined, 'unavailable'],
  [504, 'deadline-exceeded', 'late'],
  [500, 'internal', 'malformed'],
  [500, 'overloaded', 'malformed'],
  [404, 'not-found', 'malformed'],
  [415, 'unsupported-media-type', 'malformed'],
  [401, 'unauthorized', 'unavailable'],
  [401, undefined, 'malformed'],
  [302, undefined, 'malformed'],
  [418, undefined, 'malformed'],
  [0, undefined, 'malformed'],
])('status %d with the code %s means %s', (status, code, kind) => {
  const outcome = statusOutcome(status, code)
  expect(outcome.kind).toBe(kind)
  // The detail for callers has the status where it helps, and no text from the classifier.
  const isTold = kind === 'rejected' || kind === 'malformed'
  expect(outcome).toHaveProperty(
    'detail',
    expect.stringMatching(isTold ? new RegExp(` status ${status}$`) : /^its? /),
  )
})

test('a code that is not text is ignored', () => {
  for (const code of [null, 7, {}, ['overloaded']]) expect(statusOutcome(503, code).kind).toBe('unavailable')
})

test('every code that a Sepal classifier refuses with has a meaning', () => {
  for (const [code, { status }] of Object.entries(problemCodes)) {
    expect(statusOutcome(status, code).kind).toMatch(
      /^(rejected|unanswerable|shed|unavailable|late|malformed)$/,
    )
  }
})
