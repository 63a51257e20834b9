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
import type { ClassifierDeps } from './deps.ts'
import { largestFrame } from './largest-frame.ts'
import { classifierMetrics } from './metrics.ts'
import { problemResponses } from './problems.ts'
import { healthRoutes } from './routes/health.ts'
import { metadataRoutes } from './routes/metadata.ts'
import { predictRoutes } from './routes/predict.ts'
import { socketRoutes } from './routes/socket.ts'
import { upstreamToken } from './routes/upstream-token.ts'

/** Bun pings a proxy that is quiet; one that has vanished without a word is noticed after this long, s. */
const SILENCE_S = 60

/** One model behind HTTP. */
export function createClassifier(deps: ClassifierDeps) {
  const routes = new RouteTable()
  const requests = new RequestFigures()
  const app = new Elysia({
    normalize: false,
    websocket: { maxPayloadLength: largestFrame(deps), idleTimeout: SILENCE_S },
  })
    .use(requestTracing(deps.tracer))
    .use(requestLog(deps.log, requests))
    .use(closeWhileDraining(deps.drain))
    .use(releaseBodies(deps.intake))
    .use(problemDetails(deps.log, routes))
    .use(upstreamToken(deps.upstreamToken))
    .use(healthRoutes(deps))
    .use(metadataRoutes(deps.metadata))
    .use(predictRoutes(deps))
    .use(socketRoutes(deps))
    .use(metricsRoute(classifierMetrics(requests, deps), problemResponses(401)))
  routes.learn(app.routes)
  return app
}

/** The service definition, from which the proxy's client has its types. */
export type Classifier = ReturnType<typeof createClassifier>
