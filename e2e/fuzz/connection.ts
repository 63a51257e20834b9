import { connect, type Socket } from 'node:net'
import { type Answer, AnswerReader } from './answers.ts'

/** The result of an exchange on a connection. */
export type Exchange = {
  answers: Answer[]
  /** the server closed or reset it */
  isClosed: boolean
  /** something that is not HTTP arrived, or only part of an answer */
  isBroken: boolean
}

/** How to send something. */
export type Sending = {
  /** bytes (latin1), one write each */
  pieces: readonly string[]
  /** between two pieces, ms */
  pauseMs: number
  /** for each expected answer, whether it is to a HEAD */
  heads: readonly boolean[]
  /** how long to wait for an answer, which may never come to an incomplete request, ms */
  patienceMs: number
}

/** A connection that sends raw bytes. */
export class Connection implements Disposable {
  readonly #socket: Socket
  #reader = new AnswerReader()
  #answers: Answer[] = []
  #heads: readonly boolean[] = []
  #wake = () => {}
  isClosed = false

  constructor(address: string) {
    const [host = '', port] = address.split(':')
    this.#socket = connect(Number(port), host)
    this.#socket.setNoDelay(true)
    this.#socket.setEncoding('latin1')
    this.#socket.on('data', (bytes: string) => {
      this.#answers.push(...this.#reader.take(bytes, this.#heads.slice(this.#answers.length)))
      this.#wake()
    })
    // The close that follows an error reports it.
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => {
      this.isClosed = true
      this.#wake()
    })
  }

  /** Sends, and waits until every answer has arrived, the server has closed, or patience runs out. */
  async exchange({ pieces, pauseMs, heads, patienceMs }: Sending): Promise<Exchange> {
    this.#answers = []
    this.#heads = heads
    for (const [i, piece] of pieces.entries()) {
      if (this.isClosed) break
      if (i > 0) await Bun.sleep(pauseMs)
      this.#socket.write(Buffer.from(piece, 'latin1'))
    }
    const patience = AbortSignal.timeout(patienceMs)
    patience.addEventListener('abort', () => this.#wake())
    while (
      !this.isClosed &&
      !patience.aborted &&
      this.#answers.length < heads.length &&
      !this.#reader.isBroken
    ) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const isBroken = this.#reader.isBroken || (this.isClosed && this.#reader.hasPart)
    return { answers: this.#answers, isClosed: this.isClosed, isBroken }
  }

  /** Sends, and leaves without waiting. */
  async abandon(pieces: readonly string[]): Promise<void> {
    for (const piece of pieces)
      await new Promise<void>((sent) => this.#socket.write(Buffer.from(piece, 'latin1'), () => sent()))
    this[Symbol.dispose]()
  }

  [Symbol.dispose]() {
    this.#socket.destroy()
    this.isClosed = true
  }
}
