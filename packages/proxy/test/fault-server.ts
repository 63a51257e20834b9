import { createServer, type Server, type Socket } from 'node:net'
import { decodeFrame, type SocketAnswer, type SocketRequest } from '@sepal/ensemble'
import { Changes } from '@sepal/server/testing'
import { handshakeOf, opcodes, serverFrame, takeClientFrame } from './raw-websocket.ts'
import { type Behaviour, httpAnswer, socketAnswer, Wire } from './wire.ts'

/** How a server behaves. */
export type Conduct = {
  /** on a new connection, instead of anything else */
  connection?: (wire: Wire) => void
  post: Behaviour
  /** on a call over the socket; without it there is no socket */
  socket?: Behaviour
  /** on a ping over the socket; by default a pong */
  pong?: (wire: Wire, payload: Uint8Array) => void
  /** extra header lines of the socket's handshake */
  handshake?: readonly string[]
  /** bytes sent right after the handshake */
  greeting?: Uint8Array
}

/** Each row's probabilities, from a server without a fault. */
const WELL = [0.25, 0.75]

/** The behaviour of a healthy classifier. */
export function wellConduct(classifier: string): Required<Pick<Conduct, 'post' | 'socket'>> {
  const predictions = (rows: number) => Array.from({ length: rows }, () => WELL)
  return {
    post: ({ wire, rows }) =>
      wire.write(httpAnswer(JSON.stringify({ classifier, prediction: predictions(rows) }))),
    socket: ({ wire, rows, id }) => {
      const head: SocketAnswer = { kind: 'prediction', id, classifier }
      return wire.write(socketAnswer(head, predictions(rows).flat()))
    },
  }
}

/** A classifier of two classes on real sockets, scripted byte for byte, until it goes out of scope. */
export class FaultServer implements AsyncDisposable {
  readonly #server: Server
  readonly #open = new Set<Socket>()
  readonly #changes = new Changes()
  /** the proxy cancels a call */
  readonly #cancels = new WeakMap<Wire, Map<number, () => void>>()
  #port = 0
  #isRefusing = false
  #handshakes = 0
  /** calls so far, by socket and by POST */
  readonly calls = { post: 0, socket: 0 }
  /** connections so far */
  accepted = 0

  private constructor(
    public conduct: Conduct,
    private readonly metadata: object,
  ) {
    this.#server = createServer((socket) => this.#accept(socket))
  }

  /** @param metadata what it says of itself, to a proxy that checks it before the first call */
  static async start(conduct: Conduct, metadata: object = {}): Promise<FaultServer> {
    const server = new FaultServer(conduct, metadata)
    await server.listen()
    return server
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`
  }

  async listen() {
    this.#isRefusing = false
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve))
    const address = this.#server.address()
    if (typeof address === 'object') this.#port = address?.port ?? 0
  }

  /** Refuses connections until it listens again. */
  async refuse() {
    this.#isRefusing = true
    this.drop()
    await new Promise<unknown>((resolve) => this.#server.close(resolve))
  }

  /** Ends all connections without a close frame. */
  drop() {
    for (const socket of this.#open) socket.destroy()
  }

  /** Resolves when a client has connected to the socket, the n-th time. */
  async untilHandshake(n = 1) {
    await this.#changes.until(`WebSocket handshake ${n}`, () => this.#handshakes >= n)
  }

  /** Resolves when it has accepted the n-th connection. */
  async untilAccepted(n: number) {
    await this.#changes.until(`connection ${n}`, () => this.accepted >= n)
  }

  /** WebSocket handshakes so far. */
  get handshakes(): number {
    return this.#handshakes
  }

  /** Resolves when at most this many connections are open. */
  async untilConnections(atMost: number) {
    const isSo = () => this.#open.size <= atMost
    await this.#changes.until(`at most ${atMost} open connections`, isSo)
  }

  async [Symbol.asyncDispose]() {
    if (this.#server.listening) await this.refuse()
  }

  #accept(socket: Socket) {
    // It was on its way when the others were dropped, and would keep the server from closing.
    if (this.#isRefusing) {
      socket.destroy()
      return
    }
    this.accepted += 1
    this.#open.add(socket)
    this.#changes.notify()
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#open.delete(socket)
      this.#changes.notify()
    })
    const wire = new Wire(socket)
    if (this.conduct.connection) {
      // No reader, but the end is noticed.
      socket.resume()
      this.conduct.connection(wire)
      return
    }
    let bytes: Buffer = Buffer.alloc(0)
    let isUpgraded = false
    socket.on('data', (more: Buffer) => {
      bytes = Buffer.concat([bytes, more])
      if (!isUpgraded) {
        const request = takeRequest(bytes)
        if (request === undefined) return
        bytes = request.rest
        isUpgraded = this.#answer(wire, request)
      }
      if (isUpgraded) bytes = this.#takeMessages(wire, bytes)
    })
  }

  /** @returns whether the connection is a WebSocket from now on */
  #answer(wire: Wire, { head, body }: HttpRequest): boolean {
    const { post, socket, handshake, greeting } = this.conduct
    const isUpgrade = /^upgrade: *websocket/im.test(head)
    if (head.startsWith('GET ') && !isUpgrade) {
      // Whatever its fault, it is healthy and has the right model.
      const isMetadata = head.startsWith('GET /metadata ')
      wire.write(httpAnswer(isMetadata ? JSON.stringify(this.metadata) : '{"health":"ok"}'))
      return false
    }
    if (!isUpgrade) {
      this.calls.post += 1
      post({ wire, rows: JSON.parse(body).data.length, id: 0, givenUp: () => wire.closed })
      return false
    }
    if (socket === undefined) {
      wire.write(httpAnswer('', { status: 404 }))
      return false
    }
    wire.write(handshakeOf(head, handshake))
    if (greeting) wire.write(greeting)
    this.#handshakes += 1
    this.#changes.notify()
    return true
  }

  #givenUp(wire: Wire, id: number): Promise<void> {
    const cancels = this.#cancels.get(wire) ?? new Map<number, () => void>()
    this.#cancels.set(wire, cancels)
    const { promise, resolve } = Promise.withResolvers<void>()
    cancels.set(id, resolve)
    return Promise.race([promise, wire.closed])
  }

  #takeMessages(wire: Wire, bytes: Buffer): Buffer {
    const { socket, pong = answerPing } = this.conduct
    for (let rest = bytes; ; ) {
      const taken = takeClientFrame(rest)
      if (taken === undefined) return rest
      rest = taken.rest
      const { opcode, payload } = taken.frame
      if (opcode === opcodes.close) wire.end()
      if (opcode === opcodes.ping) pong(wire, payload)
      if (opcode !== opcodes.binary) continue
      const { head } = decodeFrame<SocketRequest>(payload)
      if (head.kind === 'cancel') {
        const cancels = this.#cancels.get(wire)
        cancels?.get(head.id)?.()
        cancels?.delete(head.id)
        continue
      }
      this.calls.socket += 1
      socket?.({ wire, rows: head.rows, id: head.id, givenUp: () => this.#givenUp(wire, head.id) })
    }
  }
}

type HttpRequest = { head: string; body: string; rest: Buffer }

/** Takes the first request from the bytes; `undefined` while it is incomplete. */
function takeRequest(bytes: Buffer): HttpRequest | undefined {
  const endOfHead = bytes.indexOf('\r\n\r\n')
  if (endOfHead < 0) return undefined
  const head = bytes.toString('latin1', 0, endOfHead)
  const start = endOfHead + 4
  const end = start + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
  if (bytes.length < end) return undefined
  return { head, body: bytes.toString('utf8', start, end), rest: bytes.subarray(end) }
}

function answerPing(wire: Wire, payload: Uint8Array) {
  wire.write(serverFrame(opcodes.pong, payload))
}
