import type { treaty } from '@elysiajs/eden'
import type { Classifier } from '@sepal/classifier'
import { encodeFrame, type Frame, MAX_DETAIL } from '@sepal/ensemble'
import type { TraceContext } from '@sepal/server'
import type { BatchAnswer } from '../core/batch-answer.ts'
import type { BatchView } from '../core/batch-view.ts'
import type { Outcome } from '../core/outcome.ts'
import { frameOutcome, readAnswerFrame } from './answer-frame.ts'
import type { Expected } from './expected-answer.ts'
import { endWhenSilent, type Heartbeat, heartbeatEvery } from './heartbeat.ts'
import { requestFrame } from './request-frame.ts'

/** The classifier's socket as Eden types it. */
type ClassifierSocket = ReturnType<ReturnType<typeof treaty<Classifier>>['predict']['socket']['subscribe']>
type RequestFrame = Exclude<Parameters<ClassifierSocket['send']>[0], unknown[]>
type SocketRequest = RequestFrame extends Frame<infer H> ? H : never

/** The close code of a classifier that stops. */
const GOING_AWAY = 1001

/** Pauses before it is reopened, doubled each time, ms. */
const FIRST_PAUSE_MS = 20
/** While nothing listens: a replica that comes back should get calls soon. */
const MAX_ABSENCE_MS = 100
/** For one that opens and is lost again without an answer: it may send garbage each time. */
const MAX_PAUSE_MS = 2000
/** Longer than any single inference of a model that blocks its event loop, ms. */
const HEARTBEAT = heartbeatEvery(5000)

/** Upper bound of a header, bytes, and of what it says of one row without an answer: MAX_DETAIL escaped characters. */
const HEAD_BYTES = 65_536
const FAILED_ROW_BYTES = 6 * MAX_DETAIL + 64

const LATE = { kind: 'late', detail: 'it did not answer in time' } as const

/** A change of a connection; `isAnnounced` if the classifier announced its shutdown. */
export type ConnectionChange = { is: 'open' } | { is: 'lost'; isAnnounced: boolean }

export type SocketOptions = {
  expected: Expected
  now: () => number
  heartbeat?: Heartbeat
  /** called when it is open, and when it is lost after that */
  onConnection?: (change: ConnectionChange) => void
}

type Pending = { rowCount: number; settle: (outcome: Outcome<BatchAnswer>) => void }

/**
 * One long-lived connection to a replica, with numbered calls. It opens by itself and reopens when lost, which a
 * heartbeat detects if the other end goes silent; losing it fails the calls in flight at once.
 */
export class SocketTransport {
  #ws: WebSocket | undefined
  #pauseMs = FIRST_PAUSE_MS
  #reopening: Timer | undefined
  #isClosed = false
  #hasLeft = false
  #count = 0
  /** of the calls so far */
  #maxRows = 0
  readonly #pending = new Map<number, Pending>()

  constructor(
    private readonly connect: () => Pick<ClassifierSocket, 'ws'>,
    private readonly options: SocketOptions,
  ) {
    this.#open()
  }

  get isOpen(): boolean {
    return this.#ws?.readyState === WebSocket.OPEN
  }

  /** Whether the classifier announced its shutdown and has not been back since. */
  get hasLeft(): boolean {
    return this.#hasLeft
  }

  send(batch: BatchView, signal: AbortSignal, trace?: TraceContext): Promise<Outcome<BatchAnswer>> {
    if (signal.aborted) return Promise.resolve(LATE)
    const { rowCount, deadline } = batch
    const id = ++this.#count
    this.#maxRows = Math.max(this.#maxRows, rowCount)
    const timeoutMs = deadline - this.options.now()
    const frame: RequestFrame = requestFrame(batch, { id, timeoutMs, ...trace }, this.options.expected)
    const { promise, resolve } = Promise.withResolvers<Outcome<BatchAnswer>>()
    const onAbort = () => {
      if (this.isOpen) this.#ws?.send(encodeFrame<SocketRequest>({ kind: 'cancel', id }, 0, () => {}))
      settle(LATE)
    }
    const settle = (outcome: Outcome<BatchAnswer>) => {
      this.#pending.delete(id)
      signal.removeEventListener('abort', onAbort)
      resolve(outcome)
    }
    this.#pending.set(id, { rowCount, settle })
    signal.addEventListener('abort', onAbort)
    this.#ws?.send(frame)
    return promise
  }

  close() {
    this.#isClosed = true
    clearTimeout(this.#reopening)
    this.#ws?.close()
  }

  #open() {
    // Eden's own `send` and `on` convert to JSON; frames go through the socket beneath.
    const { ws } = this.connect()
    ws.binaryType = 'arraybuffer'
    let wasOpen = false
    ws.addEventListener('open', () => {
      wasOpen = true
      this.#hasLeft = false
      // No compression was requested, and a few compressed bytes may be gigabytes.
      if (ws.extensions !== '') ws.terminate()
      else this.options.onConnection?.({ is: 'open' })
    })
    ws.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#receive(data))
    ws.addEventListener('error', () => {})
    ws.addEventListener('close', ({ code }) => {
      if (code === GOING_AWAY) {
        this.#hasLeft = true
        this.#pauseMs = FIRST_PAUSE_MS
      }
      if (wasOpen && !this.#isClosed)
        this.options.onConnection?.({ is: 'lost', isAnnounced: code === GOING_AWAY })
      this.#lost(wasOpen ? MAX_PAUSE_MS : MAX_ABSENCE_MS)
    })
    endWhenSilent(ws, this.options.heartbeat ?? HEARTBEAT)
    this.#ws = ws
  }

  #lost(longestMs: number) {
    this.#ws = undefined
    this.#fail({ kind: 'unavailable', detail: 'it closed the connection' })
    if (this.#isClosed) return
    this.#reopening = setTimeout(() => this.#open(), Math.min(this.#pauseMs, longestMs)).unref()
    this.#pauseMs = Math.min(2 * this.#pauseMs, longestMs)
  }

  #fail(outcome: Outcome<never>) {
    for (const { settle } of [...this.#pending.values()]) settle(outcome)
  }

  #receive(data: unknown) {
    if (data instanceof ArrayBuffer && data.byteLength > this.#maxBytes) {
      this.#end('its answer is too large')
      return
    }
    const answer = data instanceof ArrayBuffer ? readAnswerFrame(data) : undefined
    if (answer === undefined) {
      this.#end('its answer is not a frame')
    } else {
      // Only now: one that opens and is lost at once must not be reopened again and again without a pause.
      this.#pauseMs = FIRST_PAUSE_MS
      // A cancelled call is not pending any more; its answer may have been on the way.
      const call = this.#pending.get(answer.head.id)
      call?.settle(frameOutcome(answer, call.rowCount, this.options.expected))
    }
  }

  /** Upper bound of the answer to any call, including cancelled ones. */
  get #maxBytes(): number {
    const numberBytes = Float64Array.BYTES_PER_ELEMENT * this.options.expected.output.width
    return HEAD_BYTES + this.#maxRows * (numberBytes + FAILED_ROW_BYTES)
  }

  /** The message may have been the answer to any call: all of them fail, and none hangs. */
  #end(detail: string) {
    this.#fail({ kind: 'malformed', detail })
    this.#ws?.terminate()
  }
}
