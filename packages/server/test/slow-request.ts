import { connect } from 'node:net'

/** A POST of which the server has all but the last byte, so that it is under way until the test ends it. */
export class SlowRequest implements Disposable {
  readonly #socket
  readonly #last: string
  readonly #answer: Promise<string>

  private constructor(address: string, path: string, body: string) {
    const [host = '', port] = address.split(':')
    this.#socket = connect(Number(port), host)
    this.#last = body.slice(-1)
    this.#answer = new Promise((resolve) => {
      let answer = ''
      this.#socket.setEncoding('utf8')
      this.#socket.on('data', (text: string) => {
        answer += text
        if (answer.includes('\r\n\r\n')) resolve(answer)
      })
      this.#socket.on('close', () => resolve(answer))
      this.#socket.on('error', ({ message }) => resolve(message))
    })
    this.#socket.write(
      `POST ${path} HTTP/1.1\r\nhost: ${address}\r\ncontent-type: application/json\r\n` +
        `content-length: ${body.length}\r\n\r\n${body.slice(0, -1)}`,
    )
  }

  /** Resolves once the server has the request's beginning. */
  static async start(address: string, path: string, body: string): Promise<SlowRequest> {
    const request = new SlowRequest(address, path, body)
    // Another request on another connection is answered only after the server has read what came before it.
    await new Promise<void>((resolve) => request.#socket.once('connect', resolve))
    await fetch(`http://${address}/health`)
    return request
  }

  /** Sends the last byte. Resolves with the answer as it came, or with why there is none. */
  async finish(): Promise<string> {
    this.#socket.write(this.#last)
    return await this.#answer
  }

  [Symbol.dispose]() {
    this.#socket.destroy()
  }
}
