import { createServer, type Server, type Socket } from 'node:net'
import { decodeFrame, encodeFrame, type SocketAnswer, type SocketRequest } from '@sepal/ensemble'
import { handshakeOf, opcodes, serverFrame, takeClientFrame } from './raw-websocket.ts'

/** One connection of a proxy. */
export class Wire {
  constructor(private readonly socket: Socket) {}

  get isOpen(): boolean {
    return !this.socket.destroyed
  }

  /** Resolves once there is room for more, or nobody reads any more. */
  async write(bytes: string | Uint8Array) {
    if (!this.isOpen || this.socket.write(bytes)) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.socket.once('drain', resolve)
    this.socket.once('close', resolve)
    await promise
    this.socket.off('drain', resolve)
    this.socket.off('close', resolve)
  }

  end() {
    this.socket.end()
  }

  reset() {
    this.socket.resetAndDestroy()
  }

  /** Writes an answer of these bytes, JSON unless `lines` say otherwise. */
  async answer(body: string | Uint8Array, lines: readonly string[] = ['content-type: application/json']) {
    const head = ['HTTP/1.1 200 OK', `content-length: ${Buffer.byteLength(body)}`, ...lines, '', '']
    await this.write(head.join('\r\n'))
    await this.write(body)
  }

  /** Writes a message with numbers, as a classifier does. */
  async frame(head: unknown, numbers: readonly number[] = []) {
    await this.write(
      serverFrame(
        opcodes.binary,
        encodeFrame(head, numbers.length, (place) => place.set(numbers)),
      ),
    )
  }
}

/** A call that came, on one way or the other. */
export type Call = { wire: Wire; rows: number /** its number on its connection */; id: number }
export type Behaviour = (call: Call) => void | Promise<void>

/** What a server does. */
export type Conduct = {
  /** with a new connection; what it does is all that happens there */
  connection?: (wire: Wire) => void
  post: Behaviour
  /** with a call over the socket; without it there is no socket */
  socket?: Behaviour | undefined
  /** with a ping over the socket; without it, what it should */
  pong?: (wire: Wire, payload: Uint8Array) => void
  /** further lines of the socket's handshake */
  handshake?: readonly string[]
  /** what comes right after the handshake */
  greeting?: Uint8Array
}

/** Each row's probabilities, of a server without a fault. */
export const WELL = [0.25, 0.75]
const allWell = (rows: number) => Array.from({ length: rows }, () => WELL)

/** A classifier of two classes on real sockets that does what it is told, byte for byte, until it goes out of scope. */
export class FaultServer implements AsyncDisposable {
  readonly #server: Server
  readonly #open = new Set<Socket>()
  readonly #closed = new Set<() => void>()

  private constructor(
    readonly name: string,
    public conduct: Conduct,
  ) {
    this.#server = createServer((socket) => this.#accept(socket))
  }

  /** @param conduct what it does until it is given another one; without it, what a classifier should */
  static async start(name: string, conduct?: Conduct): Promise<FaultServer> {
    const server = new FaultServer(name, conduct ?? wellOf(name, true))
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    return server
  }

  get address(): string {
    const address = this.#server.address()
    return typeof address === 'object' ? `127.0.0.1:${address?.port}` : ''
  }

  get connections(): number {
    return this.#open.size
  }

  /** Does from now on what it should. Connections that were treated otherwise are gone. */
  heal() {
    this.conduct = wellOf(this.name, this.conduct.socket !== undefined)
    for (const socket of this.#open) socket.destroy()
  }

  /** Resolves when at most so many connections are left. */
  async untilConnections(atMost: number) {
    while (this.#open.size > atMost) {
      await new Promise<void>((resolve) => this.#closed.add(resolve))
      this.#closed.clear()
    }
  }

  async [Symbol.asyncDispose]() {
    for (const socket of this.#open) socket.destroy()
    await new Promise<unknown>((resolve) => this.#server.close(resolve))
  }

  #accept(socket: Socket) {
    this.#open.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#open.delete(socket)
      for (const wake of this.#closed) wake()
    })
    const wire = new Wire(socket)
    if (this.conduct.connection) {
      this.conduct.connection(wire)
      return
    }
    let bytes: Buffer = Buffer.alloc(0)
    let isSocket = false
    socket.on('data', (more: Buffer) => {
      bytes = Buffer.concat([bytes, more])
      if (!isSocket) {
        const end = bytes.indexOf('\r\n\r\n')
        if (end < 0) return
        const head = bytes.toString('latin1', 0, end)
        const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
        if (bytes.length < end + 4 + length) return
        const body = bytes.toString('utf8', end + 4, end + 4 + length)
        bytes = bytes.subarray(end + 4 + length)
        isSocket = this.#request(wire, head, body)
      }
      if (isSocket) bytes = this.#messages(wire, bytes)
    })
  }

  /** @returns whether the connection is a socket from now on */
  #request(wire: Wire, head: string, body: string): boolean {
    const { post, socket, handshake, greeting } = this.conduct
    if (!/^upgrade: *websocket/im.test(head)) {
      post({ wire, rows: JSON.parse(body).data.length, id: 0 })
      return false
    }
    if (socket === undefined) {
      wire.write('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
      return false
    }
    wire.write(handshakeOf(head, handshake))
    if (greeting) wire.write(greeting)
    return true
  }

  #messages(wire: Wire, bytes: Buffer): Buffer {
    const { pong = answerPing } = this.conduct
    for (let rest = bytes; ; ) {
      const taken = takeClientFrame(rest)
      if (taken === undefined) return rest
      rest = taken.rest
      const { opcode, payload } = taken.frame
      if (opcode === opcodes.close) wire.end()
      if (opcode === opcodes.ping) pong(wire, payload)
      if (opcode !== opcodes.binary) continue
      const { head } = decodeFrame<SocketRequest>(payload)
      if (head.kind === 'predict') this.conduct.socket?.({ wire, rows: head.rows, id: head.id })
    }
  }
}

function answerPing(wire: Wire, payload: Uint8Array) {
  wire.write(serverFrame(opcodes.pong, payload))
}

function wellOf(classifier: string, hasSocket: boolean): Conduct {
  const socket: Behaviour = ({ wire, rows, id }) => {
    const head: SocketAnswer = { kind: 'prediction', id, classifier }
    return wire.frame(head, allWell(rows).flat())
  }
  return {
    post: ({ wire, rows }) => wire.answer(JSON.stringify({ classifier, prediction: allWell(rows) })),
    socket: hasSocket ? socket : undefined,
  }
}
