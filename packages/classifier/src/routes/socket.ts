import {
  AnswerFrame,
  decodeFrame,
  encodeFrame,
  type Frame,
  type Numbers,
  RequestFrame,
  SocketRequest,
} from '@sepal/ensemble'
import { checkHandshake, microseconds } from '@sepal/server'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import { Elysia } from 'elysia'
import type { ClassifierDeps } from '../deps.ts'
import { NO_TEXTS, type Prediction } from '../model/rows.ts'
import { type ProblemCode, problemCodes } from '../problems.ts'
import { queueProblem } from '../queue/queue-problem.ts'
import { numbersFault } from './numbers-fault.ts'

/** A message that is none ends the connection with "protocol error" (RFC 6455, 7.4.1). */
const PROTOCOL_ERROR = 1002

/** Once all calls are answered, a server that stops ends the connection with "going away" (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001

const isRequest = TypeCompiler.Compile(SocketRequest)

/** One connection: its calls under way, by number, and whether somebody still waits for them. */
type Connection = { calls: Map<number, { wanted: boolean }>; close: () => void }

type PredictRequest = SocketRequest & { kind: 'predict' }

/**
 * One long-lived connection with numbered calls: the proxy's cheapest way to a classifier.
 * The numbers of a frame become the model's tensor where they lie.
 */
export function socketRoutes({ name, codec, queue, maxCallRows, drain, log }: ClassifierDeps) {
  const width = codec.features.length
  const connections = new Map<string, Connection>()

  const closeIfDone = ({ calls, close }: Connection) => {
    if (drain.closing.aborted && calls.size === 0) close()
  }
  drain.closing.addEventListener('abort', () => {
    for (const connection of [...connections.values()]) closeIfDone(connection)
  })

  const answer = async (request: PredictRequest, numbers: Numbers, call: { wanted: boolean }) => {
    const { id, rows, timeoutMs, requestIds, texts = NO_TEXTS } = request
    const startedAt = performance.now()
    const refuse = (code: ProblemCode, detail: string) =>
      encodeFrame(
        { kind: 'problem' as const, id, status: problemCodes[code].status, code, detail },
        0,
        () => {},
      )
    if (rows > maxCallRows || numbers.length !== rows * width) {
      return refuse(
        'invalid-request',
        `${numbers.length} numbers for ${rows} rows of ${width}, at most ${maxCallRows}`,
      )
    }
    const fault = numbersFault({ numbers, texts }, codec.features)
    if (fault) return refuse('invalid-request', fault)
    try {
      const isWanted = () => call.wanted && performance.now() - startedAt < timeoutMs
      const prediction = await queue.predict({ numbers, texts }, isWanted)
      const ms = microseconds(performance.now() - startedAt)
      const { failed } = prediction
      const outcome = failed.length > 0 ? { unanswerable: failed.length, first: failed[0]?.detail } : {}
      log.info({ requestIds: requestIds.join(' '), rows, ms, ...outcome }, 'predicted')
      return answerFrame(id, prediction)
    } catch (error) {
      const expected = queueProblem(error)
      if (expected) return refuse(expected.code, expected.detail)
      log.error({ requestIds: requestIds.join(' '), err: error }, 'prediction failed')
      return refuse('internal', 'this is a fault of the classifier; its log has the cause')
    }
  }
  const answerFrame = (id: number, { numbers, failed }: Prediction) => {
    const head = {
      kind: 'prediction' as const,
      id,
      classifier: name,
      ...(numbers instanceof Float64Array && { dtype: 'float64' as const }),
      ...(failed.length > 0 && { failed: [...failed] }),
    }
    return encodeFrame(head, numbers.length, (out) => out.set(numbers))
  }

  return new Elysia().ws('/predict/socket', {
    body: RequestFrame,
    response: AnswerFrame,
    beforeHandle: ({ request }) => checkHandshake(request),
    open: (socket) => {
      const close = () => socket.close(GOING_AWAY, 'going away')
      connections.set(socket.id, { calls: new Map(), close })
    },
    close: ({ id }) => {
      for (const call of connections.get(id)?.calls.values() ?? []) call.wanted = false
      connections.delete(id)
    },
    message: async (socket, frame) => {
      const connection = connections.get(socket.id)
      const request = read(frame)
      if (connection === undefined || request === undefined) {
        socket.close(PROTOCOL_ERROR, 'not a request frame')
        return
      }
      const { calls } = connection
      const { head, numbers } = request
      if (head.kind === 'cancel') {
        const call = calls.get(head.id)
        if (call) call.wanted = false
        return
      }
      const call = { wanted: true }
      calls.set(head.id, call)
      const reply = await answer(head, numbers, call)
      calls.delete(head.id)
      if (call.wanted) socket.sendBinary(reply)
      closeIfDone(connection)
    },
  })
}

/** Reads what is promised to be a frame, and may be anything. */
function read(message: Frame<SocketRequest>) {
  if (!(message instanceof Uint8Array)) return undefined
  try {
    const request = decodeFrame(message)
    return isRequest.Check(request.head) ? request : undefined
  } catch {
    return undefined
  }
}
