import { expect, test } from 'bun:test'
import { SepalError } from '@sepal/client'
import { CallFailure, failureOf } from './call-failure.ts'

test('a problem keeps its own title and detail', () => {
  const problem = {
    title: 'There is more work than can be done in time',
    detail: '3 of 3 classifiers failed',
  }
  const failure = failureOf(new SepalError(503, 'overloaded', problem, '503 overloaded'))
  expect(failure).toMatchObject({ code: 'overloaded', ...problem, mayPass: true })
})

test.each([
  ['unreachable', 'The proxy cannot be reached', true],
  ['timeout', 'The proxy did not answer in time', true],
  ['unexpected-answer', 'Something other than the proxy answered', false],
] as const)('%s has the title %p', (code, title, mayPass) => {
  expect(failureOf(new SepalError(undefined, code, undefined, ''))).toMatchObject({ code, title, mayPass })
})

test('a failure stays as it is, and any other error becomes one', () => {
  const failure = new CallFailure('invalid-request', 'The request is wrong', 'data[0]')
  expect(failureOf(failure)).toBe(failure)
  expect(failureOf(new TypeError('a bug'))).toMatchObject({ code: 'interrupted', mayPass: false })
})
