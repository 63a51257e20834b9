import { defineProblems, type ProblemError, type ProblemTable } from './problem.ts'

/** The errors that any HTTP server can return. Servers add their own with `defineProblems`. */
export const serverProblemCodes = {
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  'malformed-request': { status: 400, title: 'The request is not valid HTTP' },
  unauthorized: { status: 401, title: 'The caller is not known' },
  'not-found': { status: 404, title: 'There is nothing at this path' },
  'method-not-allowed': { status: 405, title: 'This path takes other methods' },
  'body-too-slow': { status: 408, title: 'The body did not arrive in time' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be sent as application/json' },
  'invalid-request': { status: 422, title: 'The request does not have the expected shape' },
  'upgrade-required': { status: 426, title: 'This path takes WebSocket connections only' },
  internal: { status: 500, title: 'The server failed; the request was not at fault' },
  'not-ready': { status: 503, title: 'The server is not ready' },
  overloaded: {
    status: 503,
    title: 'There is more work than can be done in time',
    retryAfterSeconds: 1,
  },
} as const satisfies ProblemTable

export type ServerProblemCode = keyof typeof serverProblemCodes

export const { problemError, problemResponses } = defineProblems(serverProblemCodes)

/** The error for a body of more than `maxBytes`, as it was sent or decoded. */
export function tooLarge(maxBytes: number): ProblemError {
  return problemError('body-too-large', `the body has more than ${maxBytes} bytes`)
}
