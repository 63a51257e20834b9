import {
  decodeFrame,
  encodeFrame,
  type Numbers,
  type SocketAnswer,
  type SocketRequest,
} from '@sepal/ensemble'
import type { ServerWebSocket } from 'bun'

/** A received message, and how to answer it. */
export type Message = {
  head: SocketRequest
  numbers: Numbers
  /** Answers with a frame. */
  answer: (head: SocketAnswer, numbers?: readonly number[]) => void
  /** Answers with anything. */
  send: (data: string | Uint8Array) => void
}

/** Messages in order, for a test to wait for the next. */
class Arrivals<T> {
  readonly #here: T[] = []
  readonly #awaited: ((arrival: T) => void)[] = []

  add(arrival: T) {
    const awaited = this.#awaited.shift()
    if (awaited) awaited(arrival)
    else this.#here.push(arrival)
  }

  next(): Promise<T> {
    const [arrival] = this.#here.splice(0, 1)
    return arrival === undefined
      ? new Promise((resolve) => this.#awaited.push(resolve))
      : Promise.resolve(arrival)
  }
}

/** A classifier's socket that the test controls, until it goes out of scope. */
export class FakeSocket implements AsyncDisposable {
  readonly #server
  readonly #open = new Set<ServerWebSocket>()
  readonly #messages = new Arrivals<Message>()
  readonly port: number
  /** number of connections so far */
  count = 0

  constructor(port = 0) {
    this.#server = Bun.serve({
      hostname: '127.0.0.1',
      port,
      reusePort: false,
      fetch: (request, server) => (server.upgrade(request) ? undefined : new Response(null, { status: 404 })),
      websocket: {
        open: (ws) => {
          this.count += 1
          this.#open.add(ws)
        },
        message: (ws, data) => {
          if (typeof data === 'string') throw new TypeError(`a text: ${data}`)
          const { head, numbers } = decodeFrame<SocketRequest>(Uint8Array.from(data))
          const send = (bytes: string | Uint8Array) => ws.send(bytes)
          const answer = (to: SocketAnswer, out: readonly number[] = []) =>
            send(encodeFrame(to, out.length, (place) => place.set(out)))
          this.#messages.add({ head, numbers, answer, send })
        },
        close: (ws) => {
          this.#open.delete(ws)
        },
      },
    })
    this.port = this.#server.port ?? port
  }

  get address(): string {
    return `127.0.0.1:${this.port}`
  }

  /** The next message, received already or still to come. */
  message(): Promise<Message> {
    return this.#messages.next()
  }

  /** Ends every connection without a close frame. */
  drop() {
    for (const ws of this.#open) ws.terminate()
  }

  async [Symbol.asyncDispose]() {
    await this.#server.stop(true)
  }
}
