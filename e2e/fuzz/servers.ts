import { createClassifier } from '@sepal/classifier'
import { classifierDeps } from '@sepal/classifier/testing/running-classifier'
import { classifierFeatures, type Manifest } from '@sepal/ensemble'
import type { System } from '@sepal/launcher'
import { declaredStatuses } from '@sepal/server/testing/declared-statuses'
import type { Features } from './rows.ts'

/** A route, with every documented status. */
export type Route = { method: string; path: string; statuses: readonly number[] }

/** A server under attack. */
export type Server = {
  name: string
  address: string
  pid: number
  routes: readonly Route[]
  /** of the rows that it takes */
  features: Features
}

/** Where a classifier accepts WebSocket connections. */
export const SOCKET_PATH = '/predict/socket'

/** Routes that the proxy's document omits: pages and their assets. */
const PAGES = [
  '/',
  '/docs',
  '/docs/json',
  '/docs/scalar.js',
  '/console',
  '/console/:file',
  '/console/data/:file',
]
const PAGE_STATUSES = [200, 304, 307, 308, 404, 500, 503]

/**
 * The proxy and the classifiers of a system, with their documented routes.
 * @param folder of its manifest and models
 */
export async function serversOf(system: System, folder: string): Promise<Server[]> {
  const { manifest } = system
  const routes = await proxyRoutes(system.url)
  return Promise.all(
    system.children.map(async ({ spec, label, port, pid = 0 }) => ({
      name: label,
      address: `${spec.host}:${port}`,
      pid,
      ...(spec.name === 'proxy'
        ? { routes, features: manifest.features }
        : {
            routes: await declaredRoutes(spec.name, folder),
            features: featuresOf(manifest, spec.name),
          }),
    })),
  )
}

/** The features that a classifier takes, in its order. */
function featuresOf(manifest: Manifest, classifier: string): Features {
  const names = classifierFeatures(manifest, classifier)
  return Object.fromEntries(names.map((name) => [name, manifest.features[name] ?? {}]))
}

/** The parts of an OpenAPI document that are read here. */
type Document = { paths: Record<string, Record<string, { responses: object }>> }

/** The routes of the proxy, from its OpenAPI document. */
export async function proxyRoutes(url: string): Promise<Route[]> {
  const response = await fetch(`${url}/docs/json`)
  // Other tests check that it is a valid OpenAPI document.
  const { paths } = (await response.json()) as Document
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({
      method: method.toUpperCase(),
      path,
      statuses: Object.keys(responses).map(Number),
    })),
  )
  return [...routes, ...PAGES.map((path) => ({ method: 'GET', path, statuses: PAGE_STATUSES }))]
}

/** The routes of a classifier, which has no document, from its declarations. */
async function declaredRoutes(name: string, folder: string): Promise<Route[]> {
  const deps = await classifierDeps(name, { folder })
  const routes = new Map<string, number[]>()
  for (const declared of declaredStatuses(createClassifier(deps))) {
    const [method, path, status] = declared.split(' ')
    const key = `${method} ${path}`
    routes.set(key, [...(routes.get(key) ?? []), Number(status)])
  }
  await deps.model.release()
  const listed = [...routes].map(([key, statuses]) => {
    const [method = '', path = ''] = key.split(' ')
    return { method, path, statuses }
  })
  return [...listed, { method: 'GET', path: SOCKET_PATH, statuses: [426] }]
}
