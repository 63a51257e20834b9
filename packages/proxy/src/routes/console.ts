import { combinationOf, type Manifest } from '@sepal/ensemble'
import { requestContext } from '@sepal/server'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { keyProblems, problemError, problemResponses } from '../answers/problems.ts'
import type { ProxyDeps } from '../deps.ts'
import type { PageFile } from '../pages/page-files.ts'
import { FOREVER, pageAnswer, pageResponses, REVALIDATED } from './page-answer.ts'

const PAGE = 'index.html'

/** The page loads only from this server, runs no inline scripts and cannot be framed. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

const response = { ...problemResponses(404), ...pageResponses }

/** What the page needs to know about the ensemble, beyond the routes for callers. */
const EnsembleInfo = Type.Object({
  name: Type.String(),
  combine: Type.String({ description: 'how the answers are combined' }),
  decision: Type.Union([Type.String(), Type.Null()], {
    description: "last segment of the decision's path, as in /predict/label; null without a decision",
  }),
})

/** The web page, if it is enabled. */
export function consoleRoutes<const M extends Manifest>({
  manifest,
  hasConsole,
  page,
  trainingData,
}: Pick<ProxyDeps<M>, 'manifest' | 'hasConsole' | 'page' | 'trainingData'>) {
  const mustBeOn = () => {
    if (!hasConsole) throw problemError('not-found', 'the console is switched off')
  }
  const fileAt = (name: string): PageFile => {
    mustBeOn()
    const file = page.get(name)
    if (file !== undefined) return file
    if (page.size > 0) throw problemError('not-found', 'the console has no such file; load it again')
    throw problemError('not-found', 'the console is not built; `bun run build:console` builds it')
  }
  const answerWith = (name: string, request: Request, caching: string) =>
    pageAnswer(fileAt(name), request, { ...SECURITY_HEADERS, 'cache-control': caching })
  return new Elysia()
    .use(requestContext)
    .get(
      '/console',
      ({ path, request }) => {
        // Links in the page are relative, so that it works below a path prefix; a trailing slash would break them.
        if (path.endsWith('/')) return Response.redirect('../console', 308)
        return answerWith(PAGE, request, REVALIDATED)
      },
      {
        response: {
          ...response,
          308: Type.String({ description: 'the page is at /console, without a slash' }),
        },
        detail: { summary: 'The web console', hide: true },
      },
    )
    .get(
      '/console/ensemble',
      () => {
        mustBeOn()
        const { tag, route } = combinationOf(manifest)
        return { name: manifest.name, combine: tag, decision: route ?? null }
      },
      {
        response: { ...keyProblems, ...problemResponses(404, 500), 200: EnsembleInfo },
        detail: { summary: 'The ensemble, for the console', hide: true },
      },
    )
    .get('/console/:file', ({ params, request }) => answerWith(params.file, request, FOREVER), {
      params: Type.Object({ file: Type.String() }),
      response,
      detail: { summary: 'A file of the console', hide: true },
    })
    .get(
      '/console/data/:file',
      ({ params }) => {
        mustBeOn()
        const csv = trainingData.get(params.file)
        if (csv === undefined) throw problemError('not-found', 'no model card names such a file')
        return new Response(csv, {
          headers: {
            ...SECURITY_HEADERS,
            'cache-control': REVALIDATED,
            'content-type': 'text/csv; charset=utf-8',
          },
        })
      },
      {
        params: Type.Object({ file: Type.String() }),
        response: {
          ...keyProblems,
          ...problemResponses(404, 500),
          200: Type.String({ description: 'the rows, as CSV' }),
        },
        detail: { summary: 'Training data of a model, for the map in the console', hide: true },
      },
    )
}
