import { IsoTimes, type Log } from '@sepal/server'
import type { AnsweredRequest } from '../core/answered-request.ts'
import type { Clock } from '../core/clock.ts'
import { type Feedback, feedbackLines } from './feedback.ts'
import type { RecordEncoder } from './record-encoder.ts'

/** Where records go. */
export interface RecordSink {
  /**
   * Reads the bytes before it settles; after that, they are those of the next records.
   * @throws Error if they are not kept
   */
  append(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}

export type DecisionLogOptions = {
  encoder: RecordEncoder
  sink: RecordSink
  isSampled: (requestId: string) => boolean
  clock: Clock
  /** ms since 1970 */
  wallClock: () => number
  log: Pick<Log, 'info' | 'error'>
  /** rows that may wait to be written, plus one request of any size */
  maxWaitingRows?: number
}

const MAX_WAITING_ROWS = 65_536
/** Rows that are put into words in one turn of the event loop: under a ms. */
const ROWS_PER_TURN = 128
/** Characters that are written at once. */
const BLOCK_CHARACTERS = 65_536
/** One UTF-16 code unit is at most so many bytes of UTF-8. */
const UTF8_BYTES = 3
/** Characters that wait for a write: beyond it, rows stay as they are. */
const MAX_CHARACTERS = 4_194_304
/** How long a few records wait for more, ms. */
const FLUSH_MS = 200
/** After a write that failed, ms. */
const RETRY_MS = 1000
/** Without a drop for this long, records are kept again, ms. */
const EPISODE_MS = 10_000

/**
 * Writes a record for each row that is answered, without ever making a request wait: what cannot be written in time is
 * dropped, counted, and said once.
 */
export class DecisionLog {
  readonly counts = { written: 0, dropped: 0 }
  readonly #waiting: { answered: AnsweredRequest; at: number; done: number }[] = []
  #next = 0
  #waitingRows = 0
  #isEncoding = false
  #text = ''
  #textRows = 0
  #writingRows = 0
  #isWriting = false
  #isFailing = false
  #isPlanned = false
  #writing: Promise<void> = Promise.resolve()
  #episode: { dropped: number; lastAt: number } | undefined
  readonly #times = new IsoTimes()
  readonly #utf8 = new TextEncoder()
  /** for two blocks: a new buffer for each would cost as much as the write, in memory that the system has to clear */
  readonly #buffer = new Uint8Array(2 * BLOCK_CHARACTERS * UTF8_BYTES)

  constructor(private readonly options: DecisionLogOptions) {}

  /** rows that wait to be written */
  get waitingRows(): number {
    return this.#waitingRows + this.#textRows + this.#writingRows
  }

  /** Takes an answered request; returns at once. */
  readonly add = (answered: AnsweredRequest) => {
    const { isSampled, wallClock, maxWaitingRows = MAX_WAITING_ROWS } = this.options
    if (!isSampled(answered.requestId)) return
    const rows = answered.rows.rows.length
    if (this.#waitingRows > 0 && this.#waitingRows + rows > maxWaitingRows) {
      this.#dropped(rows, 'they come faster than they are written')
      return
    }
    this.#waiting.push({ answered, at: wallClock(), done: 0 })
    this.#waitingRows += rows
    this.#encodeSoon()
  }

  /**
   * Adds what was right for rows answered before; rows of requests that are not in the sample are left out.
   * @param key name of the key of whoever says so; undefined without keys
   * @returns how many records that are, or `undefined` if they are dropped since too many wait
   */
  addFeedback(all: readonly Feedback[], key?: string): number | undefined {
    const sampled = all.filter(({ request }) => this.options.isSampled(request))
    if (this.#text.length > MAX_CHARACTERS) {
      this.#dropped(sampled.length, 'they come faster than they are written')
      return undefined
    }
    this.#text += feedbackLines(sampled, { time: this.#times.of(this.options.wallClock()), key })
    this.#textRows += sampled.length
    this.#writeSoon()
    return sampled.length
  }

  /** Writes what waits, for at most `withinMs`; what is not written by then is counted as dropped. */
  async close(withinMs: number): Promise<void> {
    const timeout = Promise.withResolvers<'late'>()
    const timer = this.options.clock.after(withinMs, () => timeout.resolve('late'))
    const end = await Promise.race([this.#finish(), timeout.promise])
    timer.cancel()
    if (end === 'late') {
      this.#dropped(this.waitingRows, `they were not written within ${withinMs} ms of the stop`)
    }
  }

  async #finish() {
    while (this.#next < this.#waiting.length) this.#encodeSome()
    await this.#writing
    this.#begin()
    await this.#writing
    await this.options.sink.close()
  }

  #encodeSoon() {
    if (this.#isEncoding || this.#text.length > MAX_CHARACTERS) return
    this.#isEncoding = true
    this.options.clock.endOfTurn(() => {
      this.#isEncoding = false
      this.#encodeSome()
      if (this.#next < this.#waiting.length) this.#encodeSoon()
      this.#writeSoon()
    })
  }

  #encodeSome() {
    this.options.encoder.refresh()
    for (let left = ROWS_PER_TURN; left > 0; ) {
      const entry = this.#waiting[this.#next]
      if (entry === undefined) break
      const { answered, at, done } = entry
      const to = Math.min(answered.rows.rows.length, done + left)
      this.#text += this.options.encoder.records(answered, this.#times.of(at), { from: done, to })
      entry.done = to
      left -= to - done
      this.#waitingRows -= to - done
      this.#textRows += to - done
      if (to === answered.rows.rows.length) this.#next += 1
    }
    // What is done is let go of, a few at a time: it holds the answers of whole batches.
    if (this.#next < this.#waiting.length && this.#next < ROWS_PER_TURN) return
    this.#waiting.splice(0, this.#next)
    this.#next = 0
  }

  #writeSoon() {
    if (this.#isFailing) this.#plan(RETRY_MS)
    else if (this.#text.length >= BLOCK_CHARACTERS) this.#begin()
    else if (this.#text !== '') this.#plan(FLUSH_MS)
  }

  #plan(ms: number) {
    if (this.#isPlanned) return
    this.#isPlanned = true
    this.options.clock.after(ms, () => {
      this.#isPlanned = false
      this.#begin()
    })
  }

  #begin() {
    if (this.#isWriting || this.#text === '') return
    this.#isWriting = true
    this.#writing = this.#write().then((isWritten) => {
      this.#isWriting = false
      // Rows that waited for room.
      if (this.#next < this.#waiting.length) this.#encodeSoon()
      this.#isFailing = !isWritten
      this.#writeSoon()
    })
  }

  /** One at a time, as all share a buffer. */
  async #write(): Promise<boolean> {
    const rows = this.#textRows
    const bytes = this.#encoded(this.#text)
    this.#text = ''
    this.#textRows = 0
    this.#writingRows = rows
    try {
      await this.options.sink.append(bytes)
    } catch (error) {
      this.#dropped(rows, error instanceof Error ? error.message : String(error))
      return false
    } finally {
      this.#writingRows = 0
    }
    this.counts.written += rows
    this.#recovered()
    return true
  }

  #encoded(text: string): Uint8Array {
    if (text.length * UTF8_BYTES > this.#buffer.length) return this.#utf8.encode(text)
    return this.#buffer.subarray(0, this.#utf8.encodeInto(text, this.#buffer).written)
  }

  #dropped(rows: number, reason: string) {
    if (rows === 0) return
    this.counts.dropped += rows
    const now = this.options.clock.now()
    if (this.#episode === undefined) {
      this.options.log.error({ rows, reason }, 'records of the decision log are dropped')
      this.#episode = { dropped: 0, lastAt: now }
    }
    this.#episode.dropped += rows
    this.#episode.lastAt = now
  }

  #recovered() {
    const episode = this.#episode
    if (episode === undefined || this.options.clock.now() - episode.lastAt < EPISODE_MS) return
    this.#episode = undefined
    this.options.log.info({ dropped: episode.dropped }, 'the decision log keeps all records again')
  }
}
