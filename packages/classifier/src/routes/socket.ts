import { AnswerFrame, encodeFrame, type Numbers, RequestFrame, type SocketAnswer } from '@sepal/ensemble'
import { checkHandshake } from '@sepal/server'
import { Elysia } from 'elysia'
import type { ClassifierDeps } from '../deps.ts'
import { proxyCalls, readRequest } from './proxy-calls.ts'

/** A message that is none ends the connection with "protocol error" (RFC 6455, 7.4.1). */
const PROTOCOL_ERROR = 1002

/** Once all calls are answered, a server that stops ends the connection with "going away" (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001

/** One connection: its calls under way, by number, and whether somebody still waits for them. */
type Connection = { calls: Map<number, { wanted: boolean }>; close: () => void }

/** One long-lived connection with numbered calls: the proxy's cheapest way to a classifier in another process. */
export function socketRoutes(deps: ClassifierDeps) {
  const { drain } = deps
  const answer = proxyCalls(deps)
  const connections = new Map<string, Connection>()

  const closeIfDone = ({ calls, close }: Connection) => {
    if (drain.closing.aborted && calls.size === 0) close()
  }
  drain.closing.addEventListener('abort', () => {
    for (const connection of [...connections.values()]) closeIfDone(connection)
  })

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
      const request = readRequest(frame)
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
      const answered = await answer({ request: head, numbers, isWanted: () => call.wanted })
      calls.delete(head.id)
      if (call.wanted) {
        const write = (out: Numbers) => out.set(answered.numbers)
        socket.sendBinary(encodeFrame<SocketAnswer>(answered.head, answered.numbers.length, write))
      }
      closeIfDone(connection)
    },
  })
}
