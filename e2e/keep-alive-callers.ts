import { HttpConnection } from '@sepal/bench/http-connection'
import type { System } from '@sepal/launcher'
import { Changes } from '@sepal/server/testing'

/** The results of requests: answers by status, those that were not a success, and requests without an answer. */
export type Toll = { answers: Record<number, number>; refusals: string[]; lost: string[] }

export type CallerOptions = {
  callers: number
  path?: string
  /** text that every complete answer contains */
  mustHave?: string
}

/**
 * Callers that send requests in a loop, each on a connection that it keeps until the server closes it. A request without
 * a complete answer is lost and, unlike in most clients, not resent: so each loss is seen.
 */
export class KeepAliveCallers {
  readonly #toll: Toll = { answers: {}, refusals: [], lost: [] }
  readonly #asking: Promise<void>[]
  readonly #request: string
  readonly #changes = new Changes()
  #isAsking = true
  #count = 0

  constructor(
    private readonly system: System,
    private readonly options: CallerOptions,
  ) {
    const body = JSON.stringify({ data: [Object.values(system.manifest.sample)] })
    const { path = '/predict/label', callers } = options
    this.#request = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    this.#asking = Array.from({ length: callers }, () => this.#ask())
  }

  /** finished requests so far */
  get count(): number {
    return this.#count
  }

  /** Resolves when this many more requests have finished. */
  async more(count: number) {
    const wanted = this.#count + count
    await this.#changes.until(`${count} more requests to end`, () => this.#count >= wanted)
  }

  async stop(): Promise<Toll> {
    this.#isAsking = false
    await Promise.all(this.#asking)
    return this.#toll
  }

  async #ask() {
    let connection: HttpConnection | undefined
    while (this.#isAsking) {
      if (connection?.isOpen !== true) {
        connection = await HttpConnection.open(this.system.url).catch((error: unknown) => {
          this.#lose(`no connection: ${error}`)
          return undefined
        })
        if (connection === undefined) continue
      }
      const answer = await connection.ask(this.#request)
      if (answer === undefined) this.#lose('a connection ended before its answer')
      else this.#note(answer)
    }
    connection?.close()
  }

  #note(answer: string) {
    const { mustHave = '' } = this.options
    const status = Number(answer.slice(9, 12))
    if (!answer.includes(mustHave)) {
      this.#lose(`an answer without ${mustHave}: ${answer.slice(0, 400)}`)
      return
    }
    this.#toll.answers[status] = (this.#toll.answers[status] ?? 0) + 1
    if (status !== 200) this.#toll.refusals.push(answer)
    this.#end()
  }

  #lose(how: string) {
    this.#toll.lost.push(how)
    this.#end()
  }

  #end() {
    this.#count += 1
    this.#changes.notify()
  }
}
