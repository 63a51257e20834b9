import type { Manifest } from '@sepal/ensemble'
import { ProblemError, problemResponses, requestContext } from '@sepal/kit'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { formFor, type PageFile } from '../console/page-files.ts'
import type { ProxyDeps } from '../deps.ts'

const PAGE = 'index.html'

/** The page loads only what comes from here, runs nothing that is written into it and is in nobody's frame. */
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

/** The page is asked for anew each time; what it names has a hash in its name and never changes. */
const REVALIDATED = 'no-cache'
const FOREVER = 'public, max-age=31536000, immutable'

const response = {
  ...problemResponses(404, 500),
  200: Type.String({ description: 'the file' }),
  304: Type.String({ description: 'the file is the one that the caller has' }),
}

/** The web page, where there is to be one. */
export function consoleRoutes<const M extends Manifest>({ hasConsole, page, trainingData }: ProxyDeps<M>) {
  const mustBeOn = () => {
    if (!hasConsole) throw new ProblemError('not-found', 'the console is switched off')
  }
  const fileAt = (name: string): PageFile => {
    mustBeOn()
    const file = page.get(name)
    if (file !== undefined) return file
    if (page.size > 0) throw new ProblemError('not-found', 'the console has no such file; load it again')
    throw new ProblemError('not-found', 'the console is not built; `bun run build:console` builds it')
  }
  return new Elysia()
    .use(requestContext)
    .get(
      '/console',
      ({ path, request }) => {
        // What the page names is relative, so that it also works below a prefix; it must not be taken for a folder.
        if (path.endsWith('/')) return Response.redirect('../console', 308)
        return answerWith(fileAt(PAGE), request, REVALIDATED)
      },
      {
        response: {
          ...response,
          308: Type.String({ description: 'the page is at /console, without a slash' }),
        },
        detail: { summary: 'The web console', hide: true },
      },
    )
    .get('/console/:file', ({ params, request }) => answerWith(fileAt(params.file), request, FOREVER), {
      params: Type.Object({ file: Type.String() }),
      response,
      detail: { summary: 'A file of the web console', hide: true },
    })
    .get(
      '/console/data/:file',
      ({ params }) => {
        mustBeOn()
        const csv = trainingData.get(params.file)
        if (csv === undefined) throw new ProblemError('not-found', 'no model card names such a file')
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
        response: { ...problemResponses(404, 500), 200: Type.String({ description: 'the rows, as CSV' }) },
        detail: { summary: 'Data that a model was trained on, for the map of the console', hide: true },
      },
    )
}

function answerWith(file: PageFile, { headers }: Request, caching: string): Response {
  const [encoding, bytes] = formFor(file, headers.get('accept-encoding'))
  const etag = `"${file.hash.slice(0, 32)}-${encoding}"`
  const head = { ...SECURITY_HEADERS, 'cache-control': caching, etag, vary: 'accept-encoding' }
  if (knows(headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers: head })
  const coding = encoding === 'identity' ? {} : { 'content-encoding': encoding }
  return new Response(bytes, { headers: { ...head, ...coding, 'content-type': file.type } })
}

function knows(ifNoneMatch: string | null, etag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((entry) => entry.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}
