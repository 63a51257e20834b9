import { createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Clock, Timer } from '../core/clock.ts'

export type LogFilesOptions = {
  /** as `/var/log/sepal/decisions.ndjson`: each file has a time and this process after `decisions` */
  path: string
  /** size at which the next file is begun, bytes */
  maxBytes: number
  /** age at which the next file is begun, ms */
  maxAgeMs: number
  /** how many compressed files stay, of all processes that have the same path */
  keep: number
  /** unique among the processes that have the same path; letters, digits, `.` and `-` */
  writer: string
  clock: Clock
  /** ms since 1970 */
  wallClock: () => number
  /** told when a file could not be compressed or removed */
  onFault: (error: unknown) => void
}

/** Level 1 takes a third of the processor time of the default, for files that are a quarter larger. */
const GZIP_LEVEL = 1
const SUFFIX = '.ndjson'

/**
 * Writes text to files that are rotated, compressed and in the end removed. Each process has files of its own: none
 * renames or compresses what another one writes to. Names sort by time.
 */
export class LogFiles {
  readonly #folder: string
  readonly #stem: string
  #file: { handle: FileHandle; path: string; bytes: number; timer: Timer } | undefined
  #count = 0
  #compressing: Promise<void> = Promise.resolve()

  constructor(private readonly options: LogFilesOptions) {
    this.#folder = dirname(options.path)
    this.#stem = basename(options.path, SUFFIX)
  }

  /**
   * Appends whole lines.
   * @throws Error of the file system; the next call begins another file
   */
  async append(bytes: Uint8Array): Promise<void> {
    const file = this.#file ?? (await this.#open())
    this.#file = file
    try {
      await file.handle.appendFile(bytes)
    } catch (error) {
      // What is behind a half-written line would be lost with it.
      await this.#end().catch(() => {})
      throw error
    }
    file.bytes += bytes.length
    if (file.bytes >= this.options.maxBytes) await this.#rotate()
  }

  /** Compresses what processes that are gone have left behind, except this one's. */
  async adopt(isGone: (writer: string) => boolean): Promise<void> {
    for (const name of await this.#files(SUFFIX)) {
      const writer = this.#writerOf(name)
      if (writer !== undefined && isGone(writer)) this.#compressLater(join(this.#folder, name))
    }
  }

  /** Closes the file, which stays as it is until the next start; waits for one that is being compressed. */
  async close(): Promise<void> {
    await this.#end()
    await this.#compressing
  }

  async #open() {
    await mkdir(this.#folder, { recursive: true })
    const { clock, wallClock, maxAgeMs, writer } = this.options
    const time = new Date(wallClock()).toISOString().replaceAll(/[-:]/g, '')
    this.#count += 1
    const path = join(this.#folder, `${this.#stem}.${time}_${this.#count}_${writer}${SUFFIX}`)
    // Of people: nobody else reads what is in there.
    const handle = await open(path, 'a', 0o640)
    const timer = clock.after(maxAgeMs, () => {
      this.#rotate().catch(this.options.onFault)
    })
    return { handle, path, bytes: 0, timer }
  }

  async #end(): Promise<string | undefined> {
    const file = this.#file
    this.#file = undefined
    file?.timer.cancel()
    await file?.handle.close()
    return file?.path
  }

  async #rotate() {
    const path = await this.#end()
    if (path !== undefined) this.#compressLater(path)
  }

  #compressLater(path: string) {
    this.#compressing = this.#compressing
      .then(() => compress(path))
      .then(() => this.#removeOldest())
      .catch(this.options.onFault)
  }

  async #removeOldest() {
    const files = await this.#files(`${SUFFIX}.gz`)
    for (const name of files.slice(0, Math.max(0, files.length - this.options.keep))) {
      await rm(join(this.#folder, name), { force: true })
    }
  }

  /** Names of the files of all processes, oldest first. */
  async #files(suffix: string): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => [])
    return names.filter((name) => name.startsWith(`${this.#stem}.`) && name.endsWith(suffix)).toSorted()
  }

  #writerOf(name: string): string | undefined {
    const [, , ...writer] = name.slice(this.#stem.length + 1, -SUFFIX.length).split('_')
    return writer.length === 0 ? undefined : writer.join('_')
  }
}

/** Off the event loop: zlib works in threads of its own. A file is there in whole or not at all. */
async function compress(path: string) {
  const part = `${path}.gz.part`
  await pipeline(
    createReadStream(path),
    createGzip({ level: GZIP_LEVEL }),
    createWriteStream(part, { mode: 0o640 }),
  )
  await rename(part, `${path}.gz`)
  await rm(path)
}
