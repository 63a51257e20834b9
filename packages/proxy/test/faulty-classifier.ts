/** A request that a classifier got. */
export type Received = { method: string; path: string; headers: Headers; body: string }

export type Answer = (received: Received) => Response | Promise<Response>

/**
 * A real server that answers as the test says, in place of a classifier, until it goes out of scope.
 * It speaks plain HTTP only: WebSocket upgrades get 404.
 */
export class FaultyClassifier implements AsyncDisposable {
  readonly received: Received[] = []
  readonly #server

  /** @param onAbort called when a call was cancelled before it was answered */
  constructor(answer: Answer, onAbort?: () => void) {
    this.#server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      reusePort: false,
      fetch: async (request) => {
        if (request.headers.has('upgrade')) return new Response('no socket here', { status: 404 })
        const { method, headers, url } = request
        const received = { method, headers, path: new URL(url).pathname, body: await request.text() }
        this.received.push(received)
        if (onAbort) request.signal.addEventListener('abort', onAbort)
        return answer(received)
      },
    })
  }

  get address(): string {
    return `127.0.0.1:${this.#server.port}`
  }

  /** Stops it: connections are refused from now on. */
  async stop() {
    await this.#server.stop(true)
  }

  async [Symbol.asyncDispose]() {
    await this.stop()
  }
}

/** A server below HTTP: answers anything with these bytes, and then ends, breaks or keeps the connection. */
export class RawServer implements AsyncDisposable {
  readonly #server

  constructor(bytes: string, then: 'end' | 'reset' | 'keep') {
    this.#server = Bun.listen({
      hostname: '127.0.0.1',
      port: 0,
      exclusive: true,
      socket: {
        data(socket) {
          socket.write(bytes)
          socket.flush()
          if (then === 'end') socket.end()
          if (then === 'reset') socket.terminate()
        },
      },
    })
  }

  get address(): string {
    return `127.0.0.1:${this.#server.port}`
  }

  async [Symbol.asyncDispose]() {
    this.#server.stop(true)
  }
}

/** An address at which nothing listens: a port that only root may open, and that no service uses any more. */
export const NOBODY = '127.0.0.1:1'

/** An answer that never comes. */
export const never = (): Promise<Response> => new Promise(() => {})
