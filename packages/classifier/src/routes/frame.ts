import { AnswerFrame, RequestFrame } from '@sepal/ensemble'
import { binaryBody } from '@sepal/server'
import { Elysia } from 'elysia'
import type { ClassifierDeps } from '../deps.ts'
import { largestFrame } from '../largest-frame.ts'
import { problemError, problemResponses } from '../problems.ts'
import { frameAnswers, readRequest } from './frame-answers.ts'

const BINARY = { headers: { 'content-type': 'application/octet-stream' } }

/** `POST /predict/frame`: one call with the socket's frames and no socket, for a proxy in the same process. */
export function frameRoutes(deps: ClassifierDeps) {
  const answer = frameAnswers(deps)
  return new Elysia().post(
    '/predict/frame',
    async ({ body, request }) => {
      const call = readRequest(body)
      if (call === undefined) throw problemError('invalid-request', 'the body is not a request frame')
      const { head, numbers } = call
      if (head.kind !== 'predict') {
        throw problemError('invalid-request', `kind is "${head.kind}", expected "predict"`)
      }
      const isWanted = () => !request.signal.aborted
      const answered = await answer({ request: head, numbers, isWanted })
      if (answered.is === 'refused') throw problemError(answered.code, answered.detail)
      deps.log.debug(answered.line, 'predicted')
      return new Response(answered.frame, BINARY)
    },
    {
      parse: binaryBody(largestFrame(deps)),
      body: RequestFrame,
      response: { ...problemResponses(400, 413, 415, 422, 500, 503, 504), 200: AnswerFrame },
      detail: { summary: 'Answers to the rows of a frame' },
    },
  )
}
