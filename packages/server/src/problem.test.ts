import { describe, expect, test } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import type { Static } from 'elysia'
import { checkTypes, type Equal, type Expect } from '../test/type-equality.ts'
import {
  type Problem,
  type ProblemCode,
  ProblemError,
  type ProblemStatus,
  problem,
  problemCodes,
  problemResponses,
  problemSchema,
} from './problem.ts'

type Unavailable = Static<ReturnType<typeof problemSchema<503>>>
checkTypes<
  [
    Expect<Equal<ProblemStatus, 400 | 404 | 405 | 413 | 415 | 422 | 426 | 500 | 502 | 503 | 504>>,
    Expect<Equal<Unavailable['status'], 503>>,
    Expect<
      Equal<Unavailable['code'], 'classifier-unavailable' | 'quorum-not-met' | 'not-ready' | 'overloaded'>
    >,
    Expect<Equal<Problem<400>['code'], 'malformed-json' | 'malformed-request'>>,
    Expect<Equal<keyof ReturnType<typeof problemResponses<400 | 502>>, 400 | 502>>,
  ]
>()

const codes = Object.keys(problemCodes) as ProblemCode[]

describe('problem', () => {
  test.each(codes)('%s fits the schema of its status, and of no other', (code) => {
    const body = problem(code, 'why', 'id-1')
    expect(body).toMatchObject({ type: `urn:sepal:problem:${code}`, detail: 'why', code, requestId: 'id-1' })
    const statuses = [...new Set(Object.values(problemCodes).map(({ status }) => status))]
    expect(statuses.filter((status) => Value.Check(problemSchema(status), body))).toEqual([body.status])
  })

  test('problemResponses has a schema for each status that it is asked for', () => {
    const responses = problemResponses(400, 503)
    expect(Object.keys(responses)).toEqual(['400', '503'])
    expect(Value.Check(responses[503], problem('overloaded', 'why', 'id-1'))).toBe(true)
    expect(Value.Check(responses[503], { ...problem('overloaded', 'why', 'id-1'), code: 'other' })).toBe(
      false,
    )
  })

  test.each([
    ['classifier-unavailable', { 'retry-after': '1' }],
    ['quorum-not-met', { 'retry-after': '1' }],
    ['overloaded', { 'retry-after': '1' }],
    ['not-ready', {}],
    ['deadline-exceeded', {}],
    ['internal', {}],
  ] as const)('a ProblemError that is %s asks to come again, or does not', (code, headers) => {
    expect(new ProblemError(code, 'why').headers).toEqual(headers)
    const later = { 'retry-after': '7' }
    expect(new ProblemError(code, 'why', { headers: later }).headers).toEqual(later)
  })

  test('a ProblemError keeps its cause', () => {
    const cause = new Error('the cause')
    const error = new ProblemError('internal', 'why', { cause, headers: { 'retry-after': '1' } })
    expect(error.cause).toBe(cause)
    expect(error).toMatchObject({ code: 'internal', detail: 'why', extensions: {}, message: 'why' })
  })
})
