import type { ElysiaSwaggerConfig } from '@elysiajs/swagger'
import type { Manifest } from '@sepal/ensemble'
import { Type } from '@sinclair/typebox'
import { type AnyElysia, Elysia } from 'elysia'
import { version } from '../../../../package.json' with { type: 'json' }
import { keyProblems, problemResponses } from '../answers/problems.ts'
import type { ProxyDeps } from '../deps.ts'
import { completeDocument, type OpenApiDocument, type WrittenDocument } from '../openapi/document.ts'
import { type ExampleLimits, examplesOf } from '../openapi/examples.ts'
import { pagePolicy } from '../openapi/page-policy.ts'
import { pageScript, SCRIPT_VERSION } from '../openapi/page-script.ts'
import { FOREVER, pageAnswer, pageResponses, REVALIDATED } from './page-answer.ts'

const DESCRIPTION = `Serves several models side by side: each request goes to all of them at once.

Errors are problem details (RFC 9457) with a code from a closed set. In addition to the statuses of each route, an
unknown path returns 404 and a wrong method 405.`

/** Paths of the plugin's output, which are requested only within this process. */
const WRITTEN_PAGE = '/written'
const WRITTEN_DOCUMENT = '/written/json'

const TAGS = [
  { name: 'Predictions', description: 'Send rows, get the answers of all classifiers and the decision.' },
  { name: 'Health', description: 'Liveness and readiness of the proxy and its classifiers.' },
  { name: 'Ensemble', description: 'The features of a row, and the models.' },
  { name: 'Operators', description: 'Load, latency and metrics.' },
]

const OPTIONS: ElysiaSwaggerConfig<typeof WRITTEN_PAGE> = {
  path: WRITTEN_PAGE,
  specPath: WRITTEN_DOCUMENT,
  // Relative, so that the page works below a path prefix.
  scalarCDN: `docs/scalar.js?v=${SCRIPT_VERSION}`,
  scalarConfig: {
    spec: { url: 'docs/json' },
    // Scalar's headings break within words.
    customCss: '.section-header .label { word-break: normal }',
    withDefaultFonts: false,
    // Hides a button that links to Scalar's site; the plugin's types predate it.
    ...{ hideClientButton: true },
  },
  documentation: {
    // TypeBox writes the JSON Schema of OpenAPI 3.1, whatever the plugin claims.
    ...{ openapi: '3.1.1' },
    tags: TAGS,
    info: { title: 'Sepal', version, description: DESCRIPTION },
  },
}

/** The element of the page that loads Scalar. */
const BUNDLE = '<script src="docs/scalar.js'

/** Scalar resolves a relative server against the root of the host; only the page knows its path prefix. */
const ADDRESS_SCRIPT = `<script>
      const { dataset } = document.getElementById('api-reference')
      const url = new URL('.', location.href).href.replace(/[/]$/, '')
      dataset.configuration = JSON.stringify({ ...JSON.parse(dataset.configuration), servers: [{ url }] })
    </script>
    `

/** The routes of an app, as an OpenAPI document and as a page. What writes them is loaded on the first request. */
export class ApiDocs<const M extends Manifest> {
  #app: AnyElysia | undefined
  #plugin: AnyElysia | undefined
  #document: Promise<OpenApiDocument> | undefined
  readonly #own = new WeakSet<Request>()

  constructor(private readonly deps: Pick<ProxyDeps<M>, 'manifest' | 'keys'> & ExampleLimits) {}

  /** Reads the routes of a finished app. */
  learn(app: AnyElysia) {
    this.#app = app
  }

  /** Whether a request was made here: it has no key, and never comes from outside. */
  asks(request: Request): boolean {
    return this.#own.has(request)
  }

  document(): Promise<OpenApiDocument> {
    this.#document ??= this.#write()
    return this.#document
  }

  async page(): Promise<string> {
    const response = await this.#ask(WRITTEN_PAGE)
    return (await response.text()).replace(BUNDLE, `${ADDRESS_SCRIPT}$&`)
  }

  async #write(): Promise<OpenApiDocument> {
    const response = await this.#ask(WRITTEN_DOCUMENT)
    const written: WrittenDocument = JSON.parse(await response.text())
    const { manifest, keys } = this.deps
    return completeDocument(written, {
      examples: examplesOf(manifest, this.deps),
      hasKeys: keys !== undefined,
    })
  }

  async #ask(path: string): Promise<Response> {
    if (this.#app === undefined) throw new Error('learn() was not called')
    const { swagger } = await import('@elysiajs/swagger')
    this.#plugin ??= new Elysia().use(swagger(OPTIONS)).use(this.#app)
    const request = new Request(`http://localhost${path}`)
    this.#own.add(request)
    return await this.#plugin.handle(request)
  }
}

const Document = Type.Unsafe<OpenApiDocument>(
  Type.Object({}, { additionalProperties: true, description: 'OpenAPI 3.1' }),
)

/** The documentation: for people at `/docs`, for programs at `/docs/json`. Nothing is loaded from other servers. */
export function docsRoutes<const M extends Manifest>(docs: ApiDocs<M>) {
  return new Elysia()
    .get(
      '/docs',
      async ({ path }) => {
        // Links in the page are relative, so that it works below a path prefix; a trailing slash would break them.
        if (path.endsWith('/')) return Response.redirect('../docs', 308)
        const page = await docs.page()
        return new Response(page, {
          headers: {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': pagePolicy(page),
            'referrer-policy': 'no-referrer',
            'x-content-type-options': 'nosniff',
          },
        })
      },
      {
        response: {
          ...keyProblems,
          ...problemResponses(500),
          200: Type.String({ description: 'the page' }),
          308: Type.String({ description: 'the page is at /docs, without a slash' }),
        },
        detail: { hide: true },
      },
    )
    .get('/docs/json', () => docs.document(), {
      response: { ...keyProblems, ...problemResponses(500), 200: Document },
      detail: { hide: true },
    })
    .get(
      '/docs/scalar.js',
      async ({ query, request }) =>
        pageAnswer(await pageScript(), request, {
          'cache-control': query.v === SCRIPT_VERSION ? FOREVER : REVALIDATED,
        }),
      { response: { ...keyProblems, ...pageResponses }, detail: { hide: true } },
    )
}
