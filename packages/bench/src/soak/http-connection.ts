import { connect, type Socket } from 'node:net'

/** One HTTP/1.1 connection with one request at a time, as text, which shows what fetch hides, such as a lost answer. */
export class HttpConnection {
  #text = ''
  #isOver = false
  #wake = () => {}

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8')
    socket.on('data', (more: string) => {
      this.#text += more
      this.#wake()
    })
    socket.on('error', () => {})
    for (const event of ['end', 'close'] as const) {
      socket.on(event, () => {
        this.#isOver = true
        this.#wake()
      })
    }
  }

  /** @throws Error when nothing listens there */
  static async open(url: string): Promise<HttpConnection> {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve())
      socket.once('error', reject)
    })
    return new HttpConnection(socket)
  }

  /** Whether it can take another request, as far as this side knows. */
  get isOpen(): boolean {
    return !this.#isOver
  }

  /** @returns the whole answer, head and body; undefined when the connection ends before */
  async ask(request: string): Promise<string | undefined> {
    this.socket.write(request)
    for (;;) {
      const end = endOfAnswer(this.#text)
      if (end !== undefined) {
        const answer = this.#text.slice(0, end)
        this.#text = this.#text.slice(end)
        if (/^connection: *close/im.test(answer)) this.close()
        return answer
      }
      if (this.#isOver) return undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  close() {
    this.#isOver = true
    this.socket.destroy()
  }
}

/** Where the first answer ends, by its Content-Length or its chunks. */
function endOfAnswer(text: string): number | undefined {
  const endOfHead = text.indexOf('\r\n\r\n')
  if (endOfHead < 0) return undefined
  const head = text.slice(0, endOfHead)
  if (/^transfer-encoding: *chunked/im.test(head)) {
    const last = text.indexOf('\r\n0\r\n\r\n', endOfHead)
    return last < 0 ? undefined : last + 7
  }
  const end = endOfHead + 4 + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
  return text.length >= end ? end : undefined
}
