import { decodeFrame, encodeFrame, type SocketAnswer, type SocketRequest } from '@sepal/ensemble'

export type Answer = { head: SocketAnswer; numbers: number[] }
type Predict = Partial<Omit<SocketRequest & { kind: 'predict' }, 'kind'>>

/** A plain WebSocket to a classifier, which sends what a test tells it to, until it goes out of scope. */
export class SocketClient implements Disposable {
  readonly #ws: WebSocket
  readonly #answers = new Map<number, Answer>()
  readonly #awaited = new Map<number, PromiseWithResolvers<Answer>>()
  readonly #ended = Promise.withResolvers<{ code: number; texts: string[] }>()
  readonly #texts: string[] = []

  private constructor(address: string) {
    this.#ws = new WebSocket(`ws://${address}/predict/socket`)
    this.#ws.binaryType = 'arraybuffer'
    this.#ws.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#receive(data))
    this.#ws.addEventListener('close', ({ code }) => this.#end(code))
  }

  static async open(address: string): Promise<SocketClient> {
    const client = new SocketClient(address)
    await new Promise((resolve) => client.#ws.addEventListener('open', resolve, { once: true }))
    return client
  }

  /** Resolves when the connection has ended, with its code and what came that is no frame. */
  get ended(): Promise<{ code: number; texts: string[] }> {
    return this.#ended.promise
  }

  send(data: string | Uint8Array<ArrayBuffer>) {
    this.#ws.send(data)
  }

  /** Asks for rows of `width` numbers; what the head should say otherwise is in `head`. */
  predict(id: number, numbers: readonly number[], { width = 4, ...head }: Predict & { width?: number } = {}) {
    const rows = numbers.length / width
    const request = { kind: 'predict', id, rows, timeoutMs: 10_000, requestIds: [], ...head } as const
    this.send(encodeFrame(request, numbers.length, (out) => out.set(numbers)))
  }

  cancel(id: number) {
    this.send(encodeFrame({ kind: 'cancel', id }, 0, () => {}))
  }

  /** The answer to a call. Rejects when the connection ends without it. */
  answer(id: number): Promise<Answer> {
    const answer = this.#answers.get(id)
    if (answer) return Promise.resolve(answer)
    const awaited = Promise.withResolvers<Answer>()
    this.#awaited.set(id, awaited)
    return awaited.promise
  }

  /** The calls that were answered so far. */
  get answered(): number[] {
    return [...this.#answers.keys()]
  }

  async close() {
    this.#ws.close()
    await this.ended
  }

  [Symbol.dispose]() {
    this.#ws.close()
  }

  #receive(data: unknown) {
    if (!(data instanceof ArrayBuffer)) {
      this.#texts.push(String(data))
      return
    }
    const { head, numbers } = decodeFrame<SocketAnswer>(new Uint8Array(data))
    const answer = { head, numbers: [...numbers] }
    this.#answers.set(head.id, answer)
    this.#awaited.get(head.id)?.resolve(answer)
  }

  #end(code: number) {
    this.#ended.resolve({ code, texts: this.#texts })
    for (const { reject } of this.#awaited.values()) reject(new Error(`the connection ended with ${code}`))
  }
}
