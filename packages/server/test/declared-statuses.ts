import { expect } from 'bun:test'
import type { TSchema } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import type { AnyElysia } from 'elysia'

/** `POST /predict 200`: a route and one of the statuses that it declares. */
export type DeclaredStatus = `${string} ${string} ${number}`

/** A route's schemas by status, as Elysia keeps them. */
type Responses = Record<string, TSchema>

function declaredResponses(app: AnyElysia): Map<string, Responses> {
  const http = app.routes.filter(({ method }) => method !== 'WS')
  return new Map(
    http.map(({ method, path, hooks }) => {
      const response: Responses | undefined = hooks.response
      if (response === undefined) throw new Error(`${method} ${path} declares no response`)
      return [`${method} ${path}`, response]
    }),
  )
}

/** Every status that every route of an app declares. */
export function declaredStatuses(app: AnyElysia): string[] {
  return [...declaredResponses(app)].flatMap(([route, response]) =>
    Object.keys(response).map((status) => `${route} ${status}`),
  )
}

/**
 * Checks that an answer went out with a status that its route declares, and has the shape declared for it; of one in
 * lines, that each has.
 */
export async function expectDeclared(app: AnyElysia, declared: string, response: Response) {
  const [method, path, status] = declared.split(' ')
  const schema = declaredResponses(app).get(`${method} ${path}`)?.[status ?? '']
  if (schema === undefined) throw new Error(`${declared} is not declared`)
  const bodies = await bodiesOf(response)
  expect({ declared, status: response.status, bodies }).toMatchObject({ status: Number(status) })
  for (const body of bodies) expect(Value.Errors(schema, body).First()).toBeUndefined()
}

/** A server-sent event as we write it. */
const EVENT = /^event: (?<event>.+)\ndata: (?<data>.+)$/gm

async function bodiesOf(response: Response): Promise<unknown[]> {
  const mediaType = response.headers.get('content-type') ?? ''
  if (mediaType === 'application/octet-stream') return [await response.bytes()]
  const text = await response.text()
  if (mediaType === 'text/event-stream') return [...text.matchAll(EVENT)].map(({ groups }) => eventOf(groups))
  if (!mediaType.includes('json')) return [text]
  const isLines = mediaType === 'application/x-ndjson'
  return (isLines ? text.trimEnd().split('\n') : [text]).map((body): unknown => JSON.parse(body))
}

function eventOf({ event, data = '' }: Record<string, string> = {}): unknown {
  return { event, data: JSON.parse(data) }
}
