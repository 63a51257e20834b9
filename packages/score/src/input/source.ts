import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { addAbortSignal, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { ScoreError } from '../score-error.ts'

/** How much is read at a time. */
const CHUNK_BYTES = 262_144
/** How much of the beginning is looked at for the first line. */
const HEAD_BYTES = 1_048_576
/** Names standard input, and elsewhere standard output. */
export const STANDARD = '-'

/** What tells a file from what it was. */
export type FileFacts = { bytes: number; modifiedMs: number }

/**
 * A file or standard input as text of one character a byte (latin1), so that every byte that is only handed on stays
 * what it is, whatever its encoding. What is gzip is unzipped.
 */
export class Source {
  /** bytes of the file, or of standard input, that were read, as they are stored */
  bytesRead = 0
  #isGzip = false
  #head = ''
  #pieces: AsyncIterator<string>

  private constructor(
    private readonly path: string,
    /** missing for standard input, and for what has no size, like a named pipe */
    readonly file: FileFacts | undefined,
    private readonly signal: AbortSignal,
  ) {
    this.#pieces = this.#read(0)
  }

  /**
   * Opens it and reads its first line. It ends early, and in order, when `signal` is aborted.
   * @throws ScoreError when it cannot be read
   */
  static async open(path: string, signal: AbortSignal): Promise<Source> {
    const source = new Source(path, path === STANDARD ? undefined : await factsOf(path), signal)
    for (;;) {
      const { value, done } = await source.#pieces.next()
      if (done) return source
      source.#head += value
      if (source.#head.includes('\n') || source.#head.length > HEAD_BYTES) return source
    }
  }

  /** The beginning, with the whole first line unless that is longer than 1 MiB. */
  get head(): string {
    return this.#head
  }

  /** The text from an offset on, in pieces. Can be called once. */
  async *text(offset: number): AsyncGenerator<string> {
    if (this.file !== undefined && !this.#isGzip && offset > this.#head.length) {
      await this.#pieces.return?.()
      yield* this.#read(offset)
      return
    }
    let skipped = 0
    for (let piece = this.#head; ; ) {
      const kept = piece.slice(Math.max(0, offset - skipped))
      skipped += piece.length - kept.length
      if (kept !== '') yield kept
      const { value, done } = await this.#pieces.next()
      if (done) return
      piece = value
    }
  }

  async *#read(start: number): AsyncGenerator<string> {
    const stream =
      this.path === STANDARD
        ? process.stdin
        : createReadStream(this.path, { start, highWaterMark: CHUNK_BYTES })
    addAbortSignal(this.signal, stream)
    this.bytesRead = start
    try {
      const bytes = this.#counted(stream)
      const first = start === 0 ? await firstBytes(bytes) : Buffer.alloc(0)
      this.#isGzip = first[0] === 0x1f && first[1] === 0x8b
      const all = prepended(first, bytes)
      for await (const chunk of this.#isGzip ? unzipped(all) : all) yield chunk.toString('latin1')
    } catch (cause) {
      if (this.signal.aborted) return
      throw new ScoreError(`${nameOf(this.path)} cannot be read: ${reasonOf(cause)}`, { cause })
    } finally {
      stream.destroy()
    }
  }

  async *#counted(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of stream) {
      this.bytesRead += chunk.byteLength
      yield chunk
    }
  }
}

async function factsOf(path: string): Promise<FileFacts | undefined> {
  try {
    const { size, mtimeMs, isFile } = await stat(path).then((facts) => ({ ...facts, isFile: facts.isFile() }))
    return isFile ? { bytes: size, modifiedMs: mtimeMs } : undefined
  } catch (cause) {
    throw new ScoreError(`${path} cannot be read: ${reasonOf(cause)}`, { cause })
  }
}

/** At least two bytes, where there are as many: enough to tell what is gzip. */
async function firstBytes(bytes: AsyncGenerator<Buffer>): Promise<Buffer> {
  let first = Buffer.alloc(0)
  while (first.length < 2) {
    const { value, done } = await bytes.next()
    if (done) break
    first = Buffer.concat([first, value])
  }
  return first
}

async function* prepended(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first
  yield* rest
}

async function* unzipped(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  // What goes wrong on the way in comes out of the loop below as well.
  pipeline(Readable.from(bytes), gunzip).catch(() => {})
  for await (const chunk of gunzip) yield chunk
}

export function nameOf(path: string): string {
  return path === STANDARD ? 'standard input' : path
}

/** The system's own words, without the code, the call and the path around them. */
export function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  if (message.startsWith('EISDIR')) return 'it is a folder'
  return message.replace(/^E[A-Z]+: /, '').replace(/, \w+( '.*')?$/, '')
}
