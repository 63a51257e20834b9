import { describe, expect, test } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import type { Static } from 'elysia'
import { checkTypes, type Equal, type Expect } from '../test/type-equality.ts'
import { defineProblems } from './problem.ts'

const { problem, problemError, problemResponses, problemSchema } = defineProblems({
  busy: { status: 503, title: 'The kitchen is busy', retryAfterSeconds: 2 },
  closed: { status: 503, title: 'The kitchen is closed' },
  burnt: { status: 500, title: 'The dish is burnt' },
})
const codes = ['busy', 'closed', 'burnt'] as const

checkTypes<
  [
    Expect<Equal<Parameters<typeof problem>[0], 'busy' | 'closed' | 'burnt'>>,
    Expect<Equal<Parameters<typeof problemSchema>[0], 500 | 503>>,
    Expect<Equal<Static<ReturnType<typeof problemSchema<503>>>['code'], 'busy' | 'closed'>>,
    Expect<Equal<Static<ReturnType<typeof problemSchema<500>>>['status'], 500>>,
    Expect<Equal<keyof ReturnType<typeof problemResponses<500 | 503>>, 500 | 503>>,
  ]
>()

describe('a registry of problems', () => {
  test.each(codes)('builds a %s that fits the schema of its own status only', (code) => {
    const body = problem(code, 'why', 'id-1')
    expect(body).toMatchObject({ type: `urn:sepal:problem:${code}`, detail: 'why', code, requestId: 'id-1' })
    const fitting = ([500, 503] as const).filter((status) => Value.Check(problemSchema(status), body))
    expect(fitting).toEqual([body.status])
  })

  test('has one schema per status for a route, which refuses unknown codes', () => {
    const responses = problemResponses(500, 503)
    expect(Object.keys(responses)).toEqual(['500', '503'])
    const body = problem('busy', 'why', 'id-1')
    expect(Value.Check(responses[503], body)).toBe(true)
    expect(Value.Check(responses[503], { ...body, code: 'other' })).toBe(false)
  })
})

describe('a ProblemError', () => {
  test('has a Retry-After header only if its code asks for one', () => {
    expect(problemError('busy', 'why').headers).toEqual({ 'retry-after': '2' })
    expect(problemError('closed', 'why').headers).toEqual({})
  })

  test('lets the thrower override Retry-After', () => {
    const headers = { 'retry-after': '7' }
    expect(problemError('busy', 'why', { headers }).headers).toEqual(headers)
  })

  test('keeps its cause', () => {
    const cause = new Error('the cause')
    const error = problemError('burnt', 'why', { cause })
    expect(error.cause).toBe(cause)
    expect(error).toMatchObject({
      code: 'burnt',
      status: 500,
      title: 'The dish is burnt',
      detail: 'why',
      message: 'why',
      extensions: {},
    })
  })
})
