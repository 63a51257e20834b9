import { connect, type Socket } from 'node:net'
import { HttpAnswers } from './http-answers.ts'

/** A request and the time at which it is due, ms. */
export type Request = { at: number; bytes: Buffer }

export type Settled = {
  at: number
  /** 0 when the connection was lost */
  status: number
}

/** Keep-alive connections with one request in flight each; requests that find none free wait in order. */
export class Connections {
  readonly #free: Socket[] = []
  readonly #all: Socket[] = []
  readonly #underWay = new Map<Socket, Request>()
  #waiting: Request[] = []

  private constructor(private readonly onSettled: (settled: Settled) => void) {}

  static async open(
    { port, count }: { port: number; count: number },
    onSettled: (settled: Settled) => void,
  ): Promise<Connections> {
    const connections = new Connections(onSettled)
    await Promise.all(Array.from({ length: count }, () => connections.#open(port)))
    return connections
  }

  /** Requests without an answer so far. */
  get openCount(): number {
    return this.#waiting.length + this.#underWay.size
  }

  send(request: Request) {
    const socket = this.#free.pop()
    if (socket === undefined) this.#waiting.push(request)
    else this.#start(socket, request)
  }

  /** Closes all connections; open requests are settled as lost. */
  close() {
    for (const socket of this.#all) socket.destroy()
    const open = [...this.#underWay.values(), ...this.#waiting]
    this.#underWay.clear()
    this.#waiting = []
    for (const { at } of open) this.onSettled({ at, status: 0 })
  }

  #start(socket: Socket, request: Request) {
    this.#underWay.set(socket, request)
    socket.write(request.bytes)
  }

  #open(port: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const answers = new HttpAnswers()
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, resolve)
    socket.on('data', (bytes) => {
      // Bytes, as no encoding is set; the type admits text.
      for (const status of answers.read(Buffer.from(bytes))) this.#settle(socket, status)
    })
    socket.on('error', reject)
    socket.on('close', () => this.#lost(socket))
    this.#all.push(socket)
    this.#free.push(socket)
    return promise
  }

  #settle(socket: Socket, status: number) {
    const request = this.#underWay.get(socket)
    if (request === undefined) return
    this.#underWay.delete(socket)
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(socket)
    else this.#start(socket, next)
    this.onSettled({ at: request.at, status })
  }

  /** A lost connection is not reopened, so that a server that closes them under load has errors. */
  #lost(socket: Socket) {
    const place = this.#free.indexOf(socket)
    if (place !== -1) this.#free.splice(place, 1)
    const request = this.#underWay.get(socket)
    this.#underWay.delete(socket)
    if (request !== undefined) this.onSettled({ at: request.at, status: 0 })
  }
}
