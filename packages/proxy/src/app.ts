import type { Manifest } from '@sepal/ensemble'
import {
  closeWhileDraining,
  metricsRoute,
  problemDetails,
  RequestFigures,
  RouteTable,
  releaseBodies,
  requestLog,
  requestTracing,
} from '@sepal/server'
import { Elysia } from 'elysia'
import { keyProblems } from './answers/problems.ts'
import { tellEach } from './core/answered-request.ts'
import type { ProxyDeps } from './deps.ts'
import { access } from './routes/access.ts'
import { consoleRoutes } from './routes/console.ts'
import { contractRoute } from './routes/contract.ts'
import { crossOrigin } from './routes/cross-origin.ts'
import { decisionRoutes } from './routes/decision.ts'
import { ApiDocs, docsRoutes } from './routes/docs.ts'
import { feedbackRoutes } from './routes/feedback.ts'
import { healthRoutes } from './routes/health.ts'
import { homeRoute } from './routes/home.ts'
import { metadataRoutes } from './routes/metadata.ts'
import { proxyMetrics } from './routes/metrics.ts'
import { modelRoutes } from './routes/models.ts'
import { predictRoutes } from './routes/predict.ts'
import { servicesRoutes } from './routes/services.ts'
import { statisticsRoute } from './routes/statistics.ts'
import { streamRoutes } from './routes/stream.ts'

/** The proxy: an ensemble behind one address. */
export function createProxy<const M extends Manifest>(given: ProxyDeps<M>) {
  const deps = {
    ...given,
    onAnswered: tellEach([given.onAnswered, given.statistics?.add, given.decisionLog?.add]),
  }
  const routes = new RouteTable()
  const requests = new RequestFigures()
  const docs = new ApiDocs(deps)
  const app = new Elysia({ normalize: false })
    .use(requestTracing(deps.tracer))
    .use(requestLog(deps.log, requests))
    .use(closeWhileDraining(deps.drain))
    .use(releaseBodies(deps.intake))
    .use(problemDetails(deps.log, routes, { onViolation: deps.statistics?.refuse }))
    .use(crossOrigin(deps.corsOrigins))
    .use(access(deps, (request) => docs.asks(request)))
    .use(healthRoutes(deps))
    .use(metadataRoutes(deps))
    .use(modelRoutes(deps))
    .use(predictRoutes(deps))
    .use(decisionRoutes(deps))
    .use(streamRoutes(deps))
    .use(feedbackRoutes(deps))
    .use(servicesRoutes(deps))
    .use(statisticsRoute(deps))
    .use(metricsRoute(proxyMetrics(requests, deps), keyProblems))
  // Pages are for people: outside the chain, so that they are not part of the clients' type.
  app.use(contractRoute(deps.manifest)).use(homeRoute(deps)).use(consoleRoutes(deps)).use(docsRoutes(docs))
  routes.learn(app.routes)
  docs.learn(app)
  return app
}

/** The type of the service, from which clients derive theirs. */
export type Proxy<M extends Manifest> = ReturnType<typeof createProxy<M>>
