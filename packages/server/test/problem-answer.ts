import { expect } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import { PROBLEM_MEDIA_TYPE, type ProblemCode, problemCodes, problemSchema } from '../src/problem.ts'

/** What every error answer has, so that a test can look at what is special about its own. */
export type ProblemAnswer = {
  type: string
  title: string
  status: number
  detail: string
  code: ProblemCode
  requestId: string
  classifiers?: Record<string, { outcome: string; detail?: string }>
}

/** Longer details would be an echo of what was sent. */
const MAX_DETAIL = 400
/** A line of a stack, a path of this machine, a file of the source. */
const INNARDS = /\bat .+:\d+:\d+|\/(?:home|root|usr|work|tmp)\/|node_modules|\.ts\b/

/** Reads an error answer and checks all that the registry promises for its code. */
export async function problemAnswer(response: Response, code: ProblemCode): Promise<ProblemAnswer> {
  const text = await response.text()
  const { status, title } = problemCodes[code]
  expect({ status: response.status, text }).toEqual({ status, text: expect.stringContaining(`"${code}"`) })
  expect(response.headers.get('content-type')).toBe(PROBLEM_MEDIA_TYPE)
  const problem: ProblemAnswer = JSON.parse(text)
  expect(Value.Check(problemSchema(status), problem)).toBe(true)
  expect(problem).toMatchObject({ type: `urn:sepal:problem:${code}`, title, status, code })
  expect(problem.requestId).toBe(response.headers.get('x-request-id') ?? 'missing')
  expect(problem.detail.length).toBeLessThanOrEqual(MAX_DETAIL)
  expect(text).not.toMatch(INNARDS)
  return problem
}
