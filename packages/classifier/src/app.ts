import type { ClassifierMetadata, Manifest } from '@sepal/ensemble'
import { jsonBody, type Log, problemDetails, RouteTable, requestLog } from '@sepal/kit'
import { Elysia } from 'elysia'
import type { Model } from './model/session.ts'
import { healthRoutes } from './routes/health.ts'
import { metadataRoutes } from './routes/metadata.ts'
import { predictRoutes } from './routes/predict.ts'

export type ClassifierDeps = {
  /** its name in the manifest */
  name: string
  manifest: Manifest
  /** its entry in the manifest */
  entry: Manifest['classifiers'][string]
  model: Model
  metadata: ClassifierMetadata
  /** largest number of rows in one request */
  maxRows: number
  /** largest number of requests that wait for the session */
  maxQueue: number
  maxBodyBytes: number
  log: Log
}

/** One model behind HTTP. */
export function createClassifier(deps: ClassifierDeps) {
  const routes = new RouteTable()
  const app = new Elysia({ normalize: false })
    .use(requestLog(deps.log))
    .use(problemDetails(deps.log, routes))
    .onParse(jsonBody(deps.maxBodyBytes))
    .use(healthRoutes())
    .use(metadataRoutes(deps.metadata))
    .use(predictRoutes(deps))
  routes.learn(app.routes)
  return app
}

/** The service definition, from which the proxy's client has its types. */
export type Classifier = ReturnType<typeof createClassifier>
