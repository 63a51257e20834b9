/** Characters that are buffered before a write that does not wait for the timer. */
const BLOCK_CHARACTERS = 65_536
/** Characters that may wait for a reader that has stopped reading; further lines are counted and dropped. */
const MAX_CHARACTERS = 4_194_304
const FLUSH_MS = 100

type Sink = { write(text: string): unknown; flush(): number | Promise<number> }

/**
 * Collects lines and writes them in blocks: a system call per line would cost more than the request that it logs. Bun's
 * own sink makes one per write, and pino's sonic-boom takes four to ten times as much CPU time per line on Bun. Errors
 * are written at once.
 */
export class LineBuffer {
  #text = ''
  #left = 0
  #writing: Promise<unknown> | undefined
  #isPlanned = false

  constructor(private readonly sink: Sink) {}

  write(line: string) {
    if (this.#text.length > MAX_CHARACTERS) {
      this.#left += 1
      return
    }
    this.#text += line
    if (this.#text.length > BLOCK_CHARACTERS || line.startsWith('{"level":"error"')) this.#writeOut()
    else this.#plan()
  }

  /** Writes everything that is buffered; settles when the reader has taken it. */
  async flush() {
    this.#writeOut()
    await this.#writing
    this.#writeOut()
    await this.#writing
  }

  /** Without lines there is no timer: it would wake an idle process. */
  #plan() {
    if (this.#isPlanned) return
    this.#isPlanned = true
    setTimeout(() => {
      this.#isPlanned = false
      this.#writeOut()
    }, FLUSH_MS).unref()
  }

  #writeOut() {
    if (this.#text === '' || this.#writing !== undefined) return
    const left = this.#left > 0 ? `{"level":"warn","lines":${this.#left},"msg":"log lines dropped"}\n` : ''
    const text = this.#text + left
    this.#text = ''
    this.#left = 0
    const unfinished = this.#give(text)
    if (unfinished.length === 0) return
    this.#writing = Promise.allSettled(unfinished).then(() => {
      this.#writing = undefined
      if (this.#text !== '') this.#plan()
    })
  }

  /** @returns the pending write. It may fail: the reader is gone, and there is nobody left to tell */
  #give(text: string): Promise<unknown>[] {
    try {
      return [this.sink.write(text), this.sink.flush()].filter((result) => result instanceof Promise)
    } catch {
      return []
    }
  }
}
