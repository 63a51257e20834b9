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

/** Checks that an answer went out with a status that its route declares, and has the shape declared for it. */
export async function expectDeclared(app: AnyElysia, declared: string, response: Response) {
  const [method, path, status] = declared.split(' ')
  const schema = declaredResponses(app).get(`${method} ${path}`)?.[status ?? '']
  if (schema === undefined) throw new Error(`${declared} is not declared`)
  const isText = response.headers.get('content-type')?.startsWith('text/') ?? false
  const body: unknown = isText ? await response.text() : await response.json()
  expect({ declared, status: response.status, body }).toMatchObject({ status: Number(status) })
  expect(Value.Errors(schema, body).First()).toBeUndefined()
}
