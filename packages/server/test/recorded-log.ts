import type { Log } from '../src/log.ts'

type Line = Record<string, unknown> & { level: string; message: string }

/** Keeps what is logged, and tells when an awaited line comes. */
export class RecordedLog implements Log {
  readonly lines: Line[] = []
  readonly #waiting = new Set<(line: Line) => void>()

  debug = (fields: object, message: string) => this.#keep('debug', fields, message)
  info = (fields: object, message: string) => this.#keep('info', fields, message)
  warn = (fields: object, message: string) => this.#keep('warn', fields, message)
  error = (fields: object, message: string) => this.#keep('error', fields, message)
  request = (line: object) => this.#keep('info', line, 'request')
  with = (more: object): Log => ({
    debug: (fields, message) => this.debug({ ...more, ...fields }, message),
    info: (fields, message) => this.info({ ...more, ...fields }, message),
    warn: (fields, message) => this.warn({ ...more, ...fields }, message),
    error: (fields, message) => this.error({ ...more, ...fields }, message),
    request: (line) => this.request({ ...more, ...line }),
    with: (evenMore) => this.with({ ...more, ...evenMore }),
    flush: () => this.flush(),
  })
  async flush() {}

  /** The first line, past or to come, for which `fits` holds. */
  line(fits: (line: Line) => boolean): Promise<Line> {
    const past = this.lines.find(fits)
    if (past) return Promise.resolve(past)
    return new Promise((resolve) => {
      const look = (line: Line) => {
        if (!fits(line)) return
        this.#waiting.delete(look)
        resolve(line)
      }
      this.#waiting.add(look)
    })
  }

  #keep(level: string, fields: object, message: string) {
    const line = { ...fields, level, message }
    this.lines.push(line)
    for (const look of this.#waiting) look(line)
  }
}
