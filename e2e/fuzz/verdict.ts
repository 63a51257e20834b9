import { problemCodes } from '@sepal/proxy/problems'
import type { Answer } from './answers.ts'
import type { Attack } from './attacks.ts'
import type { Exchange } from './connection.ts'
import type { WellFormed } from './requests.ts'
import type { Route } from './servers.ts'

/** Bun's answer to anything that is not HTTP, before any route, without a body: docs/errors.md. */
const REFUSED_BY_BUN = [400, 431, 505]
/** A stack line, a path of the machine, a source file; a caller's own path may have colons. */
const INNARDS = /\\n\s+at |\/(?:home|root|usr|work|tmp)\/|node_modules|\.ts:\d/

/** The complaint when a server closes a connection in use. */
export const CLOSED = 'the connection was closed without an answer'

/** The statuses a server may answer with: those of its routes, without those that no request may lead to. */
export type Allowed = { routes: readonly Route[]; forbidden: readonly number[] }

/** Returns what is wrong with a server's behaviour, if anything. */
export function wrongExchange(attack: Attack, exchange: Exchange, allowed: Allowed): string | undefined {
  const { kind, asked } = attack
  const { answers, isClosed, isBroken } = exchange
  if (kind === 'abandoned') return undefined
  // A request that arrives before the answer to another one makes Bun close, even within a long answer:
  // docs/errors.md.
  const mayClose = kind === 'pipelined' && isClosed
  if (isBroken && !mayClose) return 'what came is no whole answer'
  const second = kind === 'unsound' ? answers[1] : undefined
  // Bun may find a request's end malformed when its beginning has been answered already.
  if (second !== undefined && !isRefusal(second)) return `a second answer, ${second.status}`
  if (kind === 'unsound' || kind === 'mutated') {
    return answers.map((answer) => wrongAnywhere(answer, allowed)).find((wrong) => wrong !== undefined)
  }
  const wrong = asked
    .slice(0, answers.length)
    .map((request, i) => wrongAnswer(request, answers[i], allowed))
    .find((found) => found !== undefined)
  if (wrong !== undefined || answers.length === asked.length || mayClose) return wrong
  return isClosed ? CLOSED : 'no answer came'
}

/** Whether it is Bun's own answer, to anything that is not HTTP. */
function isRefusal({ status, body }: Answer): boolean {
  return REFUSED_BY_BUN.includes(status) && body === ''
}

/** An answer to bytes that may have become any request, or none. */
function wrongAnywhere(answer: Answer, { routes, forbidden }: Allowed): string | undefined {
  const { status } = answer
  const known = [...REFUSED_BY_BUN, 404, 405, 426, ...routes.flatMap(({ statuses }) => statuses)]
  if (forbidden.includes(status) || !known.includes(status)) return `status ${status}`
  return answer.body === '' ? undefined : wrongBody(answer)
}

function wrongAnswer(
  { method, target }: WellFormed,
  answer: Answer | undefined,
  { routes, forbidden }: Allowed,
): string | undefined {
  if (answer === undefined) return 'no answer'
  const { status, headers } = answer
  const expected = statusesOf(method, target, routes)
  if (forbidden.includes(status)) return `a fault of the server: ${status}`
  if (!expected.includes(status)) return `status ${status}, documented are ${expected.join(', ')}`
  if (headers.get('x-request-id') === null) return `no x-request-id with ${status}`
  if (status === 405 && headers.get('allow') === null) return 'no Allow with 405'
  return method === 'HEAD' ? undefined : wrongBody(answer)
}

/** Checks the members of an error answer. */
function wrongBody({ status, headers, body }: Answer): string | undefined {
  const type = headers.get('content-type') ?? ''
  if (type.startsWith('text/html') || type.includes('javascript')) return undefined
  if (INNARDS.test(body)) return 'innards of the server'
  if (status < 400 || type.startsWith('application/json')) return undefined
  if (type !== 'application/problem+json') return `${status} with content-type ${type || 'missing'}`
  const problem: unknown = JSON.parse(body)
  return isProblem(problem, status, headers.get('x-request-id'))
    ? undefined
    : `${status} with another problem`
}

function isProblem(value: unknown, status: number, requestId: string | null): boolean {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('requestId' in value))
    return false
  const known = Object.entries(problemCodes).find(([code]) => code === value.code)
  return known?.[1].status === status && value.requestId === requestId
}

/** Every status that a request may be answered with. */
function statusesOf(method: string, target: string, routes: readonly Route[]): readonly number[] {
  const [path = ''] = target.split(/[?#]/)
  // The server decides which path escapes, dots and doubled slashes mean.
  if (/%|\/\/|\/\.{1,2}(\/|$)/.test(path)) return [404, 405, ...routes.flatMap(({ statuses }) => statuses)]
  const here = routes.filter((route) => isAt(path, route))
  if (here.length === 0) return [404]
  const asked = method === 'HEAD' ? 'GET' : method
  const found = here.filter((route) => route.method === asked)
  return found.length === 0 ? [405, 426] : found.flatMap(({ statuses }) => statuses)
}

function isAt(path: string, route: Route): boolean {
  const pattern = route.path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')
  return new RegExp(`^${pattern}/?$`).test(path)
}
