import type { ClassifierName, DecideRow, Manifest } from '@sepal/ensemble'
import { scopes } from '@sepal/keys'
import { scopeOf } from '../access/route-scope.ts'
import { ndjson, sse } from '../answers/stream-format.ts'
import { shownStatistics } from '../statistics/shown.ts'
import { Statistics } from '../statistics/statistics.ts'
import { ExampleAnswers, problemOf } from './example-answers.ts'
import type { Json } from './named-schemas.ts'

/**
 * An example for each status of each route, keyed like `POST /predict 422`, and further ones with a name, like `POST
 * /predict 200 one classifier failed`. An example named after a media type belongs to that one. A test provokes every
 * one of them and compares it with the real response.
 */
export type Examples = Readonly<Record<string, Json>>

/** What the examples depend on besides the manifest. */
export type ExampleLimits = {
  maxBodyBytes: number
  maxBatchBytes: number
  /** the function of the module that makes the decision, if there is one */
  decideRow?: DecideRow | undefined
}

const PARTIAL = 'one classifier failed'
const TOO_FEW = 'too few answered'

const well = { health: 'ok' }
const replicas = [{ state: 'closed', callsUnderWay: 0 }]
const notFound = problemOf('not-found', 'the console is switched off')
const internal = problemOf(
  'internal',
  'this is a fault of the server; its log has the cause under this requestId',
)
const malformed = problemOf('malformed-json', "JSON Parse error: Expected '}'")
const tooSlow = problemOf('body-too-slow', 'the body did not arrive within 60000 ms')
const full = problemOf('overloaded', 'the requests under way take all the memory that there is for requests')
const wrongType = problemOf(
  'unsupported-media-type',
  'content-type is "text/plain", expected application/json',
)
const wrongTimeout = problemOf(
  'invalid-request',
  'x-request-timeout-ms is "soon", expected a whole number of ms from 1 on',
)

const service = {
  requests: 12,
  rows: 300,
  calls: 9,
  rowsSent: 300,
  retries: 0,
  hedges: 1,
  outcomes: { ok: 12, late: 0, unavailable: 0, rejected: 0, unanswerable: 0, malformed: 0, shed: 0 },
  waitingRows: 0,
  latency: { p50Ms: 0.4, p99Ms: 1.9 },
  replicas: [{ address: '10.0.0.7:8000', state: 'closed', callsUnderWay: 0, latencyMs: 0.4 }],
}
const METRICS = `# HELP sepal_requests_total Requests answered, by route and status
# TYPE sepal_requests_total counter
sepal_requests_total{method="POST",route="/predict",status="200"} 12
`

/** The examples of an ensemble and its limits. */
export function examplesOf<const M extends Manifest>(manifest: M, limits: ExampleLimits): Examples {
  const answers = new ExampleAnswers(manifest, limits.decideRow)
  const examples = {
    ...healthExamples(answers),
    ...at('GET /metadata', { 200: answers.metadata, 500: internal, 503: answers.notReady }),
    ...at('GET /models', { 200: answers.eachServed(answers.modelOf), 500: internal }),
    ...predictionExamples(answers, limits),
    ...feedbackExamples(limits),
    ...at('GET /services', { 200: answers.eachServed(() => service), 404: notFound, 500: internal }),
    ...at('GET /statistics', {
      200: shownStatistics(
        new Statistics({ manifest, cards: new Map(), trainingData: new Map(), now: () => 0 }),
      ),
      404: problemOf('not-found', 'statistics are switched off'),
      500: internal,
    }),
    ...at('GET /metrics', { 200: METRICS, 500: internal }),
  }
  return { ...examples, ...keyExamples(Object.keys(examples)) }
}

/** What callers without the right key get, on each route that needs one. */
function keyExamples(declared: readonly string[]): Examples {
  const routes = new Set(declared.map((key) => key.split(' ').slice(0, 2).join(' ')))
  return Object.assign(
    {},
    ...[...routes].map((route) => {
      const needed = scopeOf(route.slice(route.indexOf('/')))
      if (needed === undefined) return {}
      const other = scopes.find((scope) => scope !== needed)
      return at(route, {
        401: problemOf('unauthorized', 'there is no key; send one as authorization: Bearer or as x-api-key'),
        403: problemOf('forbidden', `the key allows ${other}, and this needs ${needed}`),
        429: problemOf('rate-limited', 'the key may send 60 rows a minute, and has sent them'),
      })
    }),
  )
}

function healthExamples<const M extends Manifest>(answers: ExampleAnswers<M>): Examples {
  return {
    ...at('GET /health', { 200: well, 500: internal }),
    ...at('GET /health/live', { 200: well, 500: internal }),
    ...at('GET /health/ready', { 200: well, 500: internal, 503: answers.notReady }),
    ...at('GET /health/all', {
      200: answers.eachServed(() => ({ ...well, replicas })),
      422: wrongTimeout,
      500: internal,
      503: answers.eachServedBut({ health: 'unavailable', detail: 'it is not ready', replicas }, () => ({
        ...well,
        replicas,
      })),
    }),
  }
}

function predictionExamples<const M extends Manifest>(
  answers: ExampleAnswers<M>,
  { maxBodyBytes, maxBatchBytes }: ExampleLimits,
): Examples {
  const { decision, completeness } = answers
  const { route } = answers.combination
  const row = (name: ClassifierName<M>) => ({ prediction: answers.answerOf(name) })
  const rows = (name: ClassifierName<M>) => ({ prediction: [answers.answerOf(name)] })
  const unavailable = { error: { code: 'classifier-unavailable', detail: 'it is not ready' } }
  const failed = {
    502: answers.failed('bad-classifier-answer', 'malformed', 'it answered with status 500'),
    503: answers.failed('classifier-unavailable', 'unavailable', 'it is not ready'),
    504: answers.failed('deadline-exceeded', 'late', 'it did not answer in time'),
  }
  const tested = { 200: answers.each(row), 422: wrongTimeout, 500: internal, ...failed }
  const refused = (maxBytes: number) => ({
    400: malformed,
    408: tooSlow,
    413: problemOf('body-too-large', `the body has more than ${maxBytes} bytes`),
    415: wrongType,
    422: answers.shortRow,
    500: internal,
  })
  const single = { ...refused(maxBodyBytes), ...failed }
  const batch = { ...refused(maxBatchBytes), ...failed }
  const tooFew = { [`503 ${TOO_FEW}`]: answers.quorumNotMet }
  return {
    ...at('GET /predict/get/test', tested),
    ...at('GET /predict/post/test', tested),
    ...at('POST /predict', {
      200: answers.each(row),
      [`200 ${PARTIAL}`]: answers.eachBut(unavailable, row),
      ...single,
    }),
    ...(route &&
      at(`POST /predict/${route}`, {
        200: { prediction: decision },
        [`200 ${PARTIAL}`]: { prediction: decision, ...completeness },
        ...single,
        ...tooFew,
      })),
    ...at('POST /predict/batch', {
      200: answers.each(rows),
      [`200 ${PARTIAL}`]: answers.eachBut(unavailable, rows),
      ...batch,
    }),
    ...(route &&
      at(`POST /predict/${route}/batch`, {
        200: { prediction: [decision] },
        [`200 ${PARTIAL}`]: { prediction: [decision], ...completeness },
        ...batch,
        ...tooFew,
      })),
    ...at('POST /predict/stream', {
      [`200 ${sse.mediaType}`]: answers.events.map(sse.write).join(''),
      [`200 ${ndjson.mediaType}`]: answers.events.map(ndjson.write).join(''),
      ...refused(maxBodyBytes),
      503: full,
    }),
  }
}

function feedbackExamples({ maxBodyBytes }: ExampleLimits): Examples {
  return at('POST /feedback', {
    408: tooSlow,
    200: { recorded: 1 },
    400: malformed,
    413: problemOf('body-too-large', `the body has more than ${maxBodyBytes} bytes`),
    415: wrongType,
    422: problemOf('invalid-request', 'feedback is missing'),
    500: internal,
    501: problemOf('feedback-off', 'there is no decision log, which DECISION_LOG would switch on'),
    503: problemOf('overloaded', 'the decision log is not written as fast as records come'),
  })
}

/** The examples of a route, by status and name. */
function at(route: string, byStatus: Readonly<Record<string, Json>>): Examples {
  return Object.fromEntries(Object.entries(byStatus).map(([status, value]) => [`${route} ${status}`, value]))
}
