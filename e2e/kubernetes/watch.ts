/** A running command, whose output a test waits for. */
export class Watch implements AsyncDisposable {
  readonly #process
  readonly #chunks
  #text = ''

  constructor(command: string[], env: Record<string, string>) {
    this.#process = Bun.spawn(command, { env: { ...process.env, ...env }, stdout: 'pipe', stderr: 'inherit' })
    this.#chunks = this.#process.stdout.pipeThrough(new TextDecoderStream()).getReader()
  }

  /** @returns the match @throws Error with all output if the command ends first */
  async until(text: string | RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.#text.match(text)
      if (match) return match
      const { done, value } = await this.#chunks.read()
      if (done) throw new Error(`it ended without ${text}:\n${this.#text}`)
      this.#text += value
    }
  }

  async [Symbol.asyncDispose]() {
    this.#process.kill()
    await this.#process.exited
  }
}
