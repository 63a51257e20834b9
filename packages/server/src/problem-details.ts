import { TypeGuard } from '@sinclair/typebox'
import { Value, type ValueError } from '@sinclair/typebox/value'
import { Elysia, ParseError, type ValidationError } from 'elysia'
import type { Log } from './log.ts'
import { PROBLEM_MEDIA_TYPE, ProblemError, problemBody } from './problem.ts'
import { requestContext } from './request-context.ts'
import type { RouteTable } from './route-table.ts'
import { problemError, type ServerProblemCode } from './server-problems.ts'
import { traceFields } from './tracing/span.ts'
import { firstOrMisspelt, violationDetail } from './violation.ts'

export type ProblemOptions = {
  /** told where a body is not what its schema says, as `/data/3/0` */
  onViolation?: ((path: string) => void) | undefined
}

/**
 * Turns any error into problem details. `routes` are those of the whole app: a path that exists with another method is
 * 405 with `Allow`, not 404.
 */
export function problemDetails(log: Log, routes: RouteTable, { onViolation }: ProblemOptions = {}) {
  return new Elysia({ name: 'problem-details', seed: log })
    .use(requestContext)
    .onError({ as: 'global' }, (context) => {
      const { code, error, request, path, set, requestId, span } = context
      const answerWith = (problem: ProblemError) => {
        set.status = problem.status
        Object.assign(set.headers, problem.headers, { 'content-type': PROBLEM_MEDIA_TYPE })
        context.problemCode = problem.code
        context.problemDetail = problem.detail
        return { ...problemBody(problem, problem.detail, requestId), ...problem.extensions }
      }
      const answer = (problemCode: ServerProblemCode, detail: string) =>
        answerWith(problemError(problemCode, detail))
      const internal = (cause: unknown) => {
        log.error({ requestId, path, ...traceFields(span), err: cause }, 'request failed')
        return answer('internal', 'this is a fault of the server; its log has the cause under this requestId')
      }
      const known = error instanceof ParseError ? error.cause : error
      if (known instanceof ProblemError) {
        if (known.status === 500)
          log.error({ requestId, path, ...traceFields(span), err: known.cause }, known.detail)
        return answerWith(known)
      }
      switch (code) {
        case 'NOT_FOUND': {
          if (routes.isSocket(path)) {
            set.headers.upgrade = 'websocket'
            return answer('upgrade-required', `${path} takes WebSocket connections`)
          }
          const allowed = routes.methodsAt(path)
          if (allowed.length === 0) {
            const found = `no route ${request.method} ${path.slice(0, 200)}`
            return answer('not-found', found + adviceOn(routes.meantBy(path)))
          }
          set.headers.allow = allowed.join(', ')
          return answer('method-not-allowed', `${path} takes ${allowed.join(', ')}, not ${request.method}`)
        }
        case 'VALIDATION': {
          if (error.type === 'response') return internal(error)
          const violation = firstViolation(error)
          if (violation !== undefined && error.type === 'body') onViolation?.(violation.path)
          return answer('invalid-request', violationDetail(violation, error.type))
        }
        default:
          return internal(known)
      }
    })
}

function adviceOn(meant: ReturnType<RouteTable['meantBy']>): string {
  if (meant === undefined) return ''
  const { path, prefix = '/' } = meant
  const advice = prefix === '/' ? '' : ` A gateway in front has to remove its prefix ${prefix}.`
  return `; did you mean ${path}?${advice}`
}

/** The first violation. A misspelt name is reported rather than the name that is therefore missing. */
function firstViolation({ validator, value }: Readonly<ValidationError>): ValueError | undefined {
  if ('Errors' in validator) return firstOrMisspelt(validator.Errors(value))
  // Numbers in a query are checked separately, after they are parsed.
  return TypeGuard.IsSchema(validator) ? Value.Errors(validator, value).First() : undefined
}
