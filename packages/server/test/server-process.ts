import { Changes } from './bounded-wait.ts'

/** Of this process's environment, what a child needs to run at all. */
const { PATH = '', HOME = '', TMPDIR = '' } = Bun.env

type LogLine = Record<string, unknown> & { msg: string }

/** A `main.ts` as a process of its own, with its log as it comes; killed when it goes out of scope. */
export class ServerProcess implements AsyncDisposable {
  readonly #process
  readonly #lines: LogLine[] = []
  readonly #changes = new Changes()
  #hasEnded = false
  readonly stderr: Promise<string>

  /**
   * @param environment all that it gets, beside what any process needs
   * @param prefix a command that becomes the one that follows it
   */
  constructor(main: string, environment: Record<string, string>, prefix: readonly string[] = []) {
    this.#process = Bun.spawn([...prefix, process.execPath, main], {
      env: { PATH, HOME, TMPDIR, LOG_FORMAT: 'json', ...environment },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    this.stderr = this.#process.stderr.text()
    this.#read(this.#process.stdout)
  }

  get pid(): number {
    return this.#process.pid
  }

  get exited(): Promise<number> {
    return this.#process.exited
  }

  /** Its address, once it listens. */
  async address(): Promise<string> {
    const { host, port } = await this.line('listening')
    return `${host}:${port}`
  }

  /** The first line with this message, past or to come. */
  async line(message: string): Promise<LogLine> {
    const find = () => this.#lines.find(({ msg }) => msg === message)
    await this.#changes.until(`the log line "${message}"`, () => this.#hasEnded || find() !== undefined)
    const line = find()
    if (line === undefined) throw new Error(`it ended without "${message}": ${await this.stderr}`)
    return line
  }

  kill(signal: NodeJS.Signals) {
    this.#process.kill(signal)
  }

  async [Symbol.asyncDispose]() {
    this.#process.kill('SIGKILL')
    await this.#process.exited
  }

  async #read(stdout: ReadableStream<Uint8Array>) {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of stdout) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      this.#lines.push(...lines.map((line): LogLine => JSON.parse(line)))
      this.#changes.notify()
    }
    this.#hasEnded = true
    this.#changes.notify()
  }
}
