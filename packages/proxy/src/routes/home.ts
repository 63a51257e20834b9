import type { Manifest } from '@sepal/ensemble'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { problemResponses } from '../answers/problems.ts'
import type { ProxyDeps } from '../deps.ts'

/** Relative, so that they work below a path prefix. */
const LINKS = {
  docs: 'docs',
  document: 'docs/json',
  health: 'health/all',
  metadata: 'metadata',
  models: 'models',
} as const

const Links = Type.Object(Object.fromEntries(Object.keys(LINKS).map((name) => [name, Type.String()])), {
  description: 'the main routes',
})

/** `GET /`: redirects browsers to the console if it is enabled, and lists the main routes for other callers. */
export function homeRoute<const M extends Manifest>({
  hasConsole,
  page,
}: Pick<ProxyDeps<M>, 'hasConsole' | 'page'>) {
  const isConsole = hasConsole && page.size > 0
  return new Elysia().get(
    '/',
    ({ request, set }) => {
      const isBrowser = request.headers.get('accept')?.includes('text/html') ?? false
      set.headers.vary = 'accept'
      if (!isConsole || !isBrowser) return LINKS
      // Temporary: the console may be disabled later.
      return new Response(null, { status: 307, headers: { location: 'console', vary: 'accept' } })
    },
    {
      response: {
        ...problemResponses(500),
        200: Links,
        307: Type.String({ description: 'redirect of browsers to the console' }),
      },
      detail: { summary: 'The main routes', hide: true },
    },
  )
}
