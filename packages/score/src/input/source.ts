import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { addAbortSignal, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { encodingOf, isGzip } from '@sepal/tabular'
import { ScoreError } from '../score-error.ts'

/** How much is read at a time. */
const CHUNK_BYTES = 262_144
/** Names standard input, and elsewhere standard output. */
export const STANDARD = '-'

/** What tells a file from what it was. */
export type FileFacts = { bytes: number; modifiedMs: number }

/**
 * A file or standard input as text of one character a byte (latin1), so that every byte that is only passed on stays
 * as it is, whatever its encoding. Gzip is decompressed, and UTF-16 becomes UTF-8.
 */
export class Source {
  /** bytes of the file, or of standard input, that were read, as they are stored */
  bytesRead = 0
  /** whether a byte of the text is a byte of the file */
  #isSeekable = true
  #head = ''
  #isWhole = false
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
   * Opens it and reads its beginning. It ends early, and in order, when `signal` is aborted.
   * @throws ScoreError when it cannot be read
   */
  static async open(path: string, signal: AbortSignal): Promise<Source> {
    const source = new Source(path, path === STANDARD ? undefined : await factsOf(path), signal)
    await source.readMore()
    return source
  }

  /** The beginning, as far as it is read. */
  get head(): string {
    return this.#head
  }

  /** Whether the head is all there is. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** Makes the head longer, or whole. */
  async readMore() {
    const { value, done } = await this.#pieces.next()
    if (done) this.#isWhole = true
    else this.#head += value
  }

  /** The text from an offset on, in pieces. Can be called once. */
  async *text(offset: number): AsyncGenerator<string> {
    if (this.file !== undefined && this.#isSeekable && offset > this.#head.length) {
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
      const stored = this.#counted(stream)
      yield* start > 0 ? asText(stored) : this.#decoded(stored)
    } catch (cause) {
      if (this.signal.aborted) return
      throw new ScoreError(`${nameOf(this.path)} cannot be read: ${reasonOf(cause)}`, { cause })
    } finally {
      stream.destroy()
    }
  }

  /** The text of a file from its beginning, whose first bytes tell how it is stored. */
  async *#decoded(stored: AsyncGenerator<Buffer>): AsyncGenerator<string> {
    const zipped = await firstBytes(stored)
    const all = prepended(zipped, stored)
    const content = isGzip(zipped) ? unzipped(all) : all
    const first = await firstBytes(content)
    const encoding = encodingOf(first)
    this.#isSeekable = !isGzip(zipped) && encoding === 'utf-8'
    const decoded = prepended(first, content)
    yield* encoding === 'utf-8' ? asText(decoded) : asText(recoded(decoded, encoding))
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

async function* asText(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const chunk of bytes) yield chunk.toString('latin1')
}

/** UTF-8 of what is in another encoding. */
async function* recoded(
  bytes: AsyncIterable<Buffer>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Buffer> {
  // Bun decodes both; its types know one of them.
  const decoder = new TextDecoder(encoding as 'utf-16le', { fatal: true })
  try {
    for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }))
    yield Buffer.from(decoder.decode())
  } catch (cause) {
    if (cause instanceof TypeError) throw new Error(`it is not valid ${encoding.toUpperCase()}`, { cause })
    throw cause
  }
}

/** At least two bytes, where there are as many: enough to tell gzip and UTF-16. */
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

async function* unzipped(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
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
