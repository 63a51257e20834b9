import {
  combinationOf,
  type DecisionRoute,
  type EncodedRows,
  type Manifest,
  type RowsBody,
  rowsSchema,
  STACK,
} from '@sepal/ensemble'
import { HINT, jsonBody, named, requestContext, type Span, timeoutOf } from '@sepal/server'
import { Elysia } from 'elysia'
import { answer, decisionSchemas, proxySchemas } from '../answers/answer-schemas.ts'
import { ROWS_PER_TURN } from '../answers/array-pieces.ts'
import { decisionsOf } from '../answers/decisions.ts'
import { decisionProblem500, keyProblems, problemResponses } from '../answers/problems.ts'
import { Refusal } from '../answers/refusal.ts'
import type { ProxyDeps } from '../deps.ts'
import { answerReport, madeOf } from './answer-report.ts'
import { answered, decided } from './answered.ts'
import { type AskingDeps, askingOf } from './asking.ts'
import { finalStageOf } from './final-stage.ts'
import { longAnswer, piecesInTurns } from './long-answer.ts'
import { PartialQuery } from './partial.ts'

const DECIDED =
  'If a classifier fails, the request fails; with `partial=true` the others decide if at least `QUORUM` answered.'

type DecisionDeps<M extends Manifest> = AskingDeps<M> &
  Pick<
    ProxyDeps<M>,
    | 'decideRow'
    | 'stage'
    | 'clusters'
    | 'maxRows'
    | 'maxBodyBytes'
    | 'maxBatchBytes'
    | 'onAnswered'
    | 'intake'
  >

/** The decision routes, at the path of the strategy; none if the ensemble makes no decision. */
type DecisionRoutes<M extends Manifest> = [DecisionRoute<M>] extends [never]
  ? Elysia
  : DecisionRoute<M> extends 'label'
    ? ReturnType<typeof labelRoutes<M>>
    : DecisionRoute<M> extends 'value'
      ? ReturnType<typeof valueRoutes<M>>
      : ReturnType<typeof ownRoutes<M>>

export function decisionRoutes<const M extends Manifest>(deps: DecisionDeps<M>): DecisionRoutes<M> {
  const { route } = combinationOf(deps.manifest)
  // The route matches its type: both come from the strategy in the manifest.
  if (route === 'label') return labelRoutes(deps) as DecisionRoutes<M>
  if (route === 'value') return valueRoutes(deps) as DecisionRoutes<M>
  if (route === 'decision') return ownRoutes(deps) as DecisionRoutes<M>
  return new Elysia() as DecisionRoutes<M>
}

function labelRoutes<const M extends Manifest>(deps: DecisionDeps<M>) {
  const { one, many, single, batch } = decisionParts(deps, 'label')
  return new Elysia()
    .use(
      new Elysia()
        .use(requestContext)
        .onParse(jsonBody(deps.maxBodyBytes, deps.intake))
        .post('/predict/label', (context) => one(context), single),
    )
    .use(
      new Elysia()
        .use(requestContext)
        .onParse(jsonBody(deps.maxBatchBytes, deps.intake))
        .post('/predict/label/batch', (context) => many(context), batch),
    )
}

function valueRoutes<const M extends Manifest>(deps: DecisionDeps<M>) {
  const { one, many, single, batch } = decisionParts(deps, 'value')
  return new Elysia()
    .use(
      new Elysia()
        .use(requestContext)
        .onParse(jsonBody(deps.maxBodyBytes, deps.intake))
        .post('/predict/value', (context) => one(context), single),
    )
    .use(
      new Elysia()
        .use(requestContext)
        .onParse(jsonBody(deps.maxBatchBytes, deps.intake))
        .post('/predict/value/batch', (context) => many(context), batch),
    )
}

/** The routes of what the user's own module decides. */
function ownRoutes<const M extends Manifest>(deps: DecisionDeps<M>) {
  const { one, many, single, batch } = decisionParts(deps, 'decision')
  const failing = { 500: decisionProblem500 }
  return new Elysia()
    .use(
      new Elysia()
        .use(requestContext)
        .onParse(jsonBody(deps.maxBodyBytes, deps.intake))
        .post('/predict/decision', (context) => one(context), {
          ...single,
          response: { ...single.response, ...failing },
        }),
    )
    .use(
      new Elysia()
        .use(requestContext)
        .onParse(jsonBody(deps.maxBatchBytes, deps.intake))
        .post('/predict/decision/batch', (context) => many(context), {
          ...batch,
          response: { ...batch.response, ...failing },
        }),
    )
}

type Asked<M extends Manifest> = {
  body: RowsBody<M>
  query: PartialQuery
  requestId: string
  keyName: string
  startedAt: number
  request: Request
  span: Span | undefined
}

/** The handlers of the decision routes, and their documentation. */
function decisionParts<const M extends Manifest>(deps: DecisionDeps<M>, route: string) {
  const { manifest, decideRow, clusters, partial, maxRows, intake } = deps
  const { upstreamProblems } = proxySchemas(manifest)
  const { One, Many } = decisionSchemas(manifest)
  const { meaning } = combinationOf(manifest)
  const decisions = decisionsOf(manifest, partial.quorum, decideRow)
  const { ask, isPartial, rowsIn } = askingOf(deps)
  const fanOut = clusters.fanOutTo(decisions.voters)
  const askFinal = finalStageOf(deps)
  const outcomesOf = async (
    rows: EncodedRows,
    isPartial: boolean,
    { requestId, request, span }: Asked<M>,
  ) => {
    const deadline = deps.now() + timeoutOf(request, deps.timeouts)
    const outcomes = await ask(fanOut, rows, { requestId, request, span, needsAll: !isPartial })
    if (askFinal === undefined) return outcomes
    return [...outcomes, await askFinal({ outcomes, isPartial, requestId, deadline, span, caller: request })]
  }
  const report = answerReport(deps, [...decisions.voters, STACK])
  const options = { [HINT]: `send several rows to /predict/${route}/batch` }
  const sent = { ...keyProblems, ...problemResponses(400, 408, 413, 415, 500), ...upstreamProblems }
  const tags = ['Predictions']

  return {
    async one(asked: Asked<M>) {
      const needsAll = !isPartial(asked)
      const rows = rowsIn(asked.body)
      const outcomes = await outcomesOf(rows, !needsAll, asked)
      const { requestId, keyName, startedAt } = asked
      const tell = report?.({ requestId, keyName, startedAt, route: `/predict/${route}`, rows, outcomes })
      const found = await decided(() => decisions.one(outcomes, !needsAll), tell)
      tell?.(madeOf(found, ({ prediction }) => [prediction]))
      return answer(One, answered(found))
    },
    async many(asked: Asked<M>) {
      const rows = rowsIn(asked.body)
      const needsAll = !isPartial(asked)
      const outcomes = await outcomesOf(rows, !needsAll, asked)
      const rowCount = rows.rows.length
      const { requestId, keyName, startedAt } = asked
      const tell = report?.({
        requestId,
        keyName,
        startedAt,
        route: `/predict/${route}/batch`,
        rows,
        outcomes,
      })
      if (rowCount > ROWS_PER_TURN) {
        const keep = tell && []
        const pieces = decisions.manyInPieces(outcomes, !needsAll, { rowCount, keep })
        if (pieces instanceof Refusal) tell?.(madeOf(pieces))
        const written = answered(pieces)
        // Once the status is out, it is too late for a problem.
        const all = decisions.mayFail ? await decided(() => piecesInTurns(written), tell) : written
        const release = intake.handOver(asked.request)
        return longAnswer(all, () => {
          release()
          tell?.({ decisions: keep })
        })
      }
      const found = await decided(() => decisions.many(outcomes, !needsAll, rowCount), tell)
      tell?.(madeOf(found, ({ prediction }) => prediction))
      return answer(Many, answered(found))
    },
    single: {
      body: named('OneRow', rowsSchema(manifest, 1, { options })),
      query: PartialQuery,
      response: { ...sent, 200: One },
      detail: { summary: `Predict the ${route} of one row`, description: `${meaning} ${DECIDED}`, tags },
    },
    batch: {
      body: named('Rows', rowsSchema(manifest, maxRows)),
      query: PartialQuery,
      response: { ...sent, 200: Many },
      detail: {
        summary: `Predict the ${route}s of many rows`,
        description: `${meaning} Results are in the order of the rows. ${DECIDED}`,
        tags,
      },
    },
  }
}
