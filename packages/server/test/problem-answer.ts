import { expect } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import { defineProblems, PROBLEM_MEDIA_TYPE, type ProblemTable } from '../src/problem.ts'
import { serverProblemCodes } from '../src/server-problems.ts'

/** What every error response has, so that a test only looks at what is special about its own. */
export type ProblemAnswer = {
  type: string
  title: string
  status: number
  detail: string
  code: string
  requestId: string
  /** members of one server's own */
  [extension: string]: unknown
}

/** Longer details would be an echo of what was sent. */
const MAX_DETAIL = 400
/** A line of a stack, a path of this machine, a file of the source. */
const INNARDS = /\bat .+:\d+:\d+|\/(?:home|root|usr|work|tmp)\/|node_modules|\.ts\b/

/**
 * Reads an error response and checks everything that the registry promises for its code.
 * @param codes the server's registry, when the code is not one that every server has
 */
export async function problemAnswer(
  response: Response,
  code: string,
  codes: ProblemTable = serverProblemCodes,
): Promise<ProblemAnswer> {
  const entry = codes[code]
  if (entry === undefined) throw new Error(`${code} is not in the registry`)
  const { status, title } = entry
  const text = await response.text()
  expect({ status: response.status, text }).toEqual({ status, text: expect.stringContaining(`"${code}"`) })
  expect(response.headers.get('content-type')).toBe(PROBLEM_MEDIA_TYPE)
  const problem: ProblemAnswer = JSON.parse(text)
  expect(Value.Check(defineProblems(codes).problemSchema(status), problem)).toBe(true)
  expect(problem).toMatchObject({ type: `urn:sepal:problem:${code}`, title, status, code })
  expect(problem.requestId).toBe(response.headers.get('x-request-id') ?? 'missing')
  expect(problem.detail.length).toBeLessThanOrEqual(MAX_DETAIL)
  expect(text).not.toMatch(INNARDS)
  return problem
}
