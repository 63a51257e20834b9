import { serverFrame } from './raw-websocket.ts'
import { SICK } from './sick.ts'
import { type Behaviour, type Call, httpAnswer, socketAnswer, type Wire } from './wire.ts'

export const nothing: Behaviour = () => {}
const MEGABYTE = Buffer.alloc(2 ** 20, ' ')

/** A correct answer, by socket or POST. */
const bytesFor = { post: postBytes, socket: socketBytes }
function postBytes({ rows }: Call): Uint8Array {
  return json({ classifier: SICK, prediction: Array.from({ length: rows }, () => [0, 1]) })
}
function socketBytes({ rows, id }: Call): Uint8Array {
  return socketAnswer({ kind: 'prediction', id, classifier: SICK }, Array(rows).fill([0, 1]).flat())
}

export const json = (value: unknown) => httpAnswer(JSON.stringify(value))
export const post =
  (body: string | Uint8Array, options?: Parameters<typeof httpAnswer>[1]): Behaviour =>
  ({ wire }) =>
    wire.write(httpAnswer(body, options))
export const frame =
  (numbers: (rows: number) => ArrayLike<number>, classifier = SICK): Behaviour =>
  ({ wire, rows, id }) =>
    wire.write(socketAnswer({ kind: 'prediction', id, classifier }, numbers(rows)))
export const message =
  (opcode: number, payload: Uint8Array): Behaviour =>
  ({ wire }) =>
    wire.write(serverFrame(opcode, payload))

/** Acts once per connection: one that is in the middle of an answer does not begin another. */
function once(does: Behaviour): Behaviour {
  const begun = new WeakSet<Wire>()
  return (call) => {
    if (begun.has(call.wire)) return
    begun.add(call.wire)
    return does(call)
  }
}

/** Half of a correct answer, and what follows it. */
export const half = (way: keyof typeof bytesFor, then: (wire: Wire) => void): Behaviour =>
  once(async (call) => {
    const bytes = bytesFor[way](call)
    await call.wire.write(bytes.subarray(0, bytes.length - 4))
    then(call.wire)
  })

export const drip = (way: keyof typeof bytesFor): Behaviour =>
  once(async (call) => {
    for (const byte of bytesFor[way](call)) {
      await call.wire.write(Uint8Array.of(byte))
      await call.wire.pause(1000)
      if (!call.wire.isOpen) return
    }
  })

/** Correct, but after the deadline. */
export const belated = (way: keyof typeof bytesFor): Behaviour => {
  return async (call) => {
    await call.givenUp()
    await call.wire.write(bytesFor[way](call))
  }
}

/** Sends these bytes and then this many megabytes of blanks, as long as the other end reads. */
export const flood =
  (head: string | Uint8Array, megabytes: number): Behaviour =>
  async ({ wire }) => {
    await wire.write(head)
    for (let sent = 0; sent < megabytes && wire.isOpen; sent++) await wire.write(MEGABYTE)
  }
