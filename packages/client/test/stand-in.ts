/** A server in the place of the proxy, which answers as a test says, until it goes out of scope. */
export class StandIn implements AsyncDisposable {
  /** what it was asked, in order */
  readonly received: { method: string; path: string; headers: Headers; body: string }[] = []
  readonly #server: Bun.Server<undefined>

  /** @param answers one for each request, in order; the last one goes for all that follow */
  constructor(...answers: readonly ((request: Request) => Response | Promise<Response>)[]) {
    this.#server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: async (request) => {
        const answer = answers[Math.min(this.received.length, answers.length - 1)]
        const { pathname, search } = new URL(request.url)
        this.received.push({
          method: request.method,
          path: pathname + search,
          headers: request.headers,
          body: await request.text(),
        })
        return (await answer?.(request)) ?? new Response(null, { status: 404 })
      },
    })
  }

  /** where it is, as `http://127.0.0.1:1234` */
  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  async [Symbol.asyncDispose]() {
    await this.#server.stop(true)
  }
}

/** An error answer as the proxy gives it. */
export function problemAnswer(status: number, code: string, headers: Record<string, string> = {}) {
  const body = { type: `urn:sepal:problem:${code}`, title: code, status, detail: 'why', code, requestId: 'r' }
  return () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/problem+json', ...headers },
    })
}
