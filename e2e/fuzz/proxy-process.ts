import { join } from 'node:path'

const MAIN = join(import.meta.dir, '../../packages/proxy/src/main.ts')
const { PATH = '', HOME = '', TMPDIR = '' } = process.env

/** A proxy in its own process, until it goes out of scope. It exits when this process does. */
export class ProxyProcess implements AsyncDisposable {
  readonly #process
  readonly #port = Promise.withResolvers<number>()
  /** Its log lines from warnings up: empty as long as all is well. */
  readonly complaints: string[] = []

  /** @param env added to the basic environment */
  constructor(env: Record<string, string>) {
    this.#process = Bun.spawn([process.execPath, MAIN], {
      env: { PATH, HOME, TMPDIR, PORT: '0', LOG_LEVEL: 'warn', LOG_FORMAT: 'json', ...env },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'inherit',
      ipc: (message: { sepal: string; port?: number }) => {
        if (message.port !== undefined) this.#port.resolve(message.port)
      },
    })
    this.#process.exited.then((code) =>
      this.#port.reject(new Error(`the proxy ended with exit code ${code}`)),
    )
    this.#listen(this.#process.stdout)
  }

  get pid(): number {
    return this.#process.pid
  }

  /**
   * Its address, once it listens.
   * @throws Error if it exits before
   */
  async address(): Promise<string> {
    return `127.0.0.1:${await this.#port.promise}`
  }

  async #listen(output: ReadableStream<Uint8Array>) {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of output) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      this.complaints.push(...lines)
    }
  }

  async [Symbol.asyncDispose]() {
    this.#process.kill('SIGKILL')
    await this.#process.exited
  }
}
