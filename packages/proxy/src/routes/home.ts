import type { Manifest } from '@sepal/ensemble'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import type { ProxyDeps } from '../deps.ts'
import { problemResponses } from '../problems.ts'

/** Relative, so that they also lead somewhere below a prefix. */
const LINKS = {
  docs: 'docs',
  document: 'docs/json',
  health: 'health/all',
  metadata: 'metadata',
  models: 'models',
} as const

const Links = Type.Object(Object.fromEntries(Object.keys(LINKS).map((name) => [name, Type.String()])), {
  description: 'where to go from here',
})

/** `GET /`: leads people to the console where there is one, and anyone else to what there is. */
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
      // Not for good: the console may be off tomorrow.
      return new Response(null, { status: 307, headers: { location: 'console', vary: 'accept' } })
    },
    {
      response: {
        ...problemResponses(500),
        200: Links,
        307: Type.String({ description: 'browsers go to the console' }),
      },
      detail: { summary: 'Where to go from here', hide: true },
    },
  )
}
