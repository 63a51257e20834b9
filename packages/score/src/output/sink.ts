import { open, stat, truncate } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { nameOf, reasonOf, STANDARD } from '../input/source.ts'
import { BrokenPipeError, ScoreError } from '../score-error.ts'

const zip = promisify(gzip)

/** Where text of one character a byte goes. What was written stays whole, whatever happens to the next piece. */
export interface Sink {
  /** bytes written, as they are stored */
  readonly bytes: number
  /** @throws ScoreError when it cannot be written */
  write(text: string): Promise<void>
  close(): Promise<void>
}

export type SinkOptions = {
  /** each piece is a gzip member of its own, which is what lets a file be cut and gone on with between two of them */
  isGzip: boolean
  /** keeps so many bytes of what is there; 0 begins anew */
  from: number
}

/** @throws ScoreError when it cannot be opened, or has fewer bytes than are to be kept */
export async function openSink(path: string, options: SinkOptions): Promise<Sink> {
  if (path === STANDARD) return new Pieces(path, options, standardOutput)
  try {
    if (options.from > 0) {
      if ((await stat(path)).size < options.from) throw new Error('it is shorter than it was')
      await truncate(path, options.from)
    }
    const file = await open(path, options.from > 0 ? 'a' : 'w')
    return new Pieces(path, options, {
      write: (bytes) => file.writeFile(bytes),
      cut: (length) => file.truncate(length),
      close: () => file.close(),
    })
  } catch (cause) {
    throw new ScoreError(`${path} cannot be written: ${reasonOf(cause)}`, { cause })
  }
}

type Raw = {
  write(bytes: Uint8Array): Promise<void>
  cut(length: number): Promise<void>
  close(): Promise<void>
}

const standardOutput: Raw = {
  write: (bytes) =>
    new Promise((resolve, reject) => {
      process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
    }),
  // What went down a pipe is gone.
  cut: async () => {},
  close: async () => {},
}

class Pieces implements Sink {
  bytes: number
  readonly #isGzip: boolean

  constructor(
    private readonly path: string,
    { isGzip, from }: SinkOptions,
    private readonly raw: Raw,
  ) {
    this.bytes = from
    this.#isGzip = isGzip
  }

  async write(text: string) {
    if (text === '') return
    const bytes = Buffer.from(text, 'latin1')
    const stored = this.#isGzip ? await zip(bytes) : bytes
    try {
      await this.raw.write(stored)
      this.bytes += stored.byteLength
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'EPIPE') {
        throw new BrokenPipeError(`${nameOf(this.path)} is closed`, { cause })
      }
      // A full disk takes a part of a piece.
      await this.raw.cut(this.bytes).catch(() => {})
      throw new ScoreError(`${nameOf(this.path)} cannot be written: ${reasonOf(cause)}`, { cause })
    }
  }

  close() {
    return this.raw.close()
  }
}
