import {
  AnswerFrame,
  classifierFeatures,
  decodeFrame,
  encodeFrame,
  type Frame,
  type Numbers,
  outputOf,
  RequestFrame,
  SocketRequest,
} from '@sepal/ensemble'
import { checkHandshake, microseconds, type ProblemCode, problemCodes } from '@sepal/server'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import { Elysia } from 'elysia'
import type { ClassifierDeps } from '../deps.ts'
import { queueProblem } from '../schedule/queue-problem.ts'

/** A message that is none ends the connection with "protocol error" (RFC 6455, 7.4.1). */
const PROTOCOL_ERROR = 1002

/** Once all calls are answered, a server that stops ends the connection with "going away" (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001

const isRequest = TypeCompiler.Compile(SocketRequest)

/** One connection: its calls under way, by number, and whether somebody still waits for them. */
type Connection = { calls: Map<number, { wanted: boolean }>; close: () => void }

type PredictRequest = SocketRequest & { kind: 'predict' }

/**
 * One long-lived connection with numbered calls: the proxy's way to a classifier that costs least.
 * The numbers of a frame become the model's tensor where they lie.
 */
export function socketRoutes({ name, manifest, entry, queue, maxCallRows, drain, log }: ClassifierDeps) {
  const width = classifierFeatures(manifest, name).length
  const output = outputOf(entry)
  const connections = new Map<string, Connection>()

  const closeIfDone = ({ calls, close }: Connection) => {
    if (drain.closing.aborted && calls.size === 0) close()
  }
  drain.closing.addEventListener('abort', () => {
    for (const connection of [...connections.values()]) closeIfDone(connection)
  })

  const answer = async (request: PredictRequest, numbers: Numbers, call: { wanted: boolean }) => {
    const { id, rows, timeoutMs, requestIds } = request
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
    if (!numbers.every((value) => Number.isFinite(value)))
      return refuse('invalid-request', 'a number is not finite')
    try {
      const isWanted = () => call.wanted && performance.now() - startedAt < timeoutMs
      const prediction = await queue.predict(
        numbers instanceof Float32Array ? numbers : Float32Array.from(numbers),
        isWanted,
      )
      const ms = microseconds(performance.now() - startedAt)
      log.info({ requestIds: requestIds.join(' '), rows, ms }, 'predicted')
      const head = { kind: 'prediction' as const, id, classifier: name }
      return encodeFrame(head, rows * output.width, (out) => out.set(prediction))
    } catch (error) {
      const expected = queueProblem(error)
      if (expected) return refuse(expected.code, expected.detail)
      log.error({ requestIds: requestIds.join(' '), err: error }, 'prediction failed')
      return refuse('internal', 'this is a fault of the classifier; its log has the cause')
    }
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
