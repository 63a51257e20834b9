import { treaty } from '@elysiajs/eden'
import type { Classifier } from '@sepal/classifier'
import type { ClassifierMetadata } from '@sepal/ensemble'
import { TIMEOUT_HEADER, type TraceContext, timeoutText } from '@sepal/server'
import type { AnswerRows } from '../core/answer-rows.ts'
import type { BatchAnswer } from '../core/batch-answer.ts'
import type { BatchView } from '../core/batch-view.ts'
import type { Outcome } from '../core/outcome.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { type Call, ClassifierCalls, callOptions, readAnswer } from './classifier-calls.ts'
import type { ClassifierTransport } from './classifier-transport.ts'
import { ContractGate, type ContractVerdict } from './contract-gate.ts'
import { edenOutcome } from './eden-outcome.ts'
import { type Expected, wrongPrediction } from './expected-answer.ts'
import { openSocket } from './open-socket.ts'
import { type ReplicaAccess, replicaAccess, type UpstreamAccess } from './replica-access.ts'
import { wireRows } from './request-frame.ts'
import { type SocketOptions, SocketTransport } from './socket-transport.ts'

export type ClassifierClientOptions = Pick<SocketOptions, 'expected' | 'now' | 'onConnection'> & {
  /** called with whether the replica fits the manifest; without it, nothing is checked */
  onVerdict?: (verdict: ContractVerdict) => void
  /** goes with calls of which no trace is recorded, where others are */
  unrecorded?: TraceContext | undefined
  access?: UpstreamAccess
}

/** Upper bound of any answer that is not a prediction, bytes. */
const SMALL_ANSWER = 1_048_576
/** Upper bounds of a number or name in JSON with whitespace, and of what surrounds them, bytes. */
const NUMBER_BYTES = 32
const ENVELOPE_BYTES = 16_384

type MaybeLater = Outcome<BatchAnswer> | Promise<Outcome<BatchAnswer>>

const LATE = { kind: 'late', detail: 'it did not answer in time' } as const
const LEFT = { kind: 'unavailable', detail: 'it is going away' } as const

/**
 * The proxy's client for one replica of a classifier: an Eden treaty, typed by the classifier's own app.
 * Batches go through its socket; `POST /predict` is used while there is none.
 */
export class ClassifierClient implements ClassifierTransport {
  readonly #expected: Expected
  readonly #now: () => number
  readonly #calls: ClassifierCalls
  readonly #socket: SocketTransport
  readonly #gate: ContractGate | undefined
  readonly #unrecorded: TraceContext | undefined
  readonly #access: ReplicaAccess

  constructor(
    readonly address: string,
    options: ClassifierClientOptions,
  ) {
    this.#expected = options.expected
    this.#now = options.now
    this.#unrecorded = options.unrecorded
    this.#access = replicaAccess(address, options.access ?? {})
    const api = this.#treaty(SMALL_ANSWER)
    this.#calls = new ClassifierCalls(api, this.#expected, options.unrecorded)
    const { onVerdict, now, onConnection } = options
    const ask = (signal: AbortSignal) => this.metadata({ requestId: 'contract', signal })
    this.#gate = onVerdict && new ContractGate({ ask, now, onVerdict })
    this.#socket = new SocketTransport(() => openSocket(this.#access), {
      ...options,
      onConnection: (change) => {
        this.#gate?.reset()
        if (change.is === 'open') this.#gate?.pass()
        onConnection?.(change)
      },
    })
  }

  send(batch: BatchView, signal: AbortSignal, trace?: TraceContext): Promise<Outcome<BatchAnswer>> {
    if (this.#gate === undefined || this.#gate.isOpen) return this.#send(batch, signal, trace)
    if (this.#socket.hasLeft) return Promise.resolve(LEFT)
    return this.#sendAfter(this.#gate.pass(), () =>
      signal.aborted ? LATE : this.#send(batch, signal, trace),
    )
  }

  /** No call is made before the replica was seen to fit the manifest. */
  async #sendAfter(
    passing: Promise<Outcome<unknown>>,
    send: () => MaybeLater,
  ): Promise<Outcome<BatchAnswer>> {
    const passed = await passing
    return passed.kind === 'ok' ? await send() : passed
  }

  #send(batch: BatchView, signal: AbortSignal, trace?: TraceContext): Promise<Outcome<BatchAnswer>> {
    if (this.#socket.isOpen) return this.#socket.send(batch, signal, trace)
    // A stopped container may not even refuse connections: a call would cost the whole deadline.
    return this.#socket.hasLeft ? Promise.resolve(LEFT) : this.#post(batch, signal, trace)
  }

  get isOpen(): boolean {
    return this.#socket.isOpen && (this.#gate === undefined || this.#gate.isOpen)
  }

  get mismatch(): string | undefined {
    const verdict = this.#gate?.verdict
    return verdict?.is === 'mismatched' ? verdict.reason : undefined
  }

  /** Its metadata when it was last seen to fit; none while another process may be there. */
  get seen(): ClassifierMetadata | undefined {
    const verdict = this.#gate?.verdict
    return verdict?.is === 'fits' ? verdict.metadata : undefined
  }

  get model(): string | undefined {
    return this.seen?.model.sha256
  }

  close() {
    this.#socket.close()
  }

  async #post(
    batch: BatchView,
    signal: AbortSignal,
    trace = this.#unrecorded,
  ): Promise<Outcome<BatchAnswer>> {
    const data = wireRows(batch, this.#expected)
    // The ids do not all fit into a header, and part of a list is of no use to a classifier.
    const [requestId = ''] = batch.requestIds
    const { width, classes } = this.#expected.output
    const nameBytes = 6 * Math.max(0, ...classes.map((name) => name.length))
    const api = this.#treaty(ENVELOPE_BYTES + (NUMBER_BYTES + nameBytes) * batch.rowCount * width)
    const call = callOptions({ requestId, signal, trace })
    const headers = { ...call.headers, [TIMEOUT_HEADER]: timeoutText(batch.deadline - this.#now()) }
    const outcome = await edenOutcome(api.predict.post({ data }, { ...call, headers }), (answer) =>
      wrongPrediction(answer, data.length, this.#expected),
    )
    const read = readAnswer(outcome, data.length, this.#expected)
    return read.kind === 'ok' ? { kind: 'ok', value: { numbers: read.value } } : read
  }

  predictTest(call: Call): Promise<Outcome<AnswerRows>> {
    return this.#calls.predictTest(call)
  }

  health(call: Call): Promise<Outcome<{ health: 'ok' }>> {
    return this.#calls.health(call)
  }

  ready(signal: AbortSignal): Promise<Outcome<{ health: 'ok' }>> {
    // A replica without calls is checked too, and one that did not fit is checked again.
    this.#gate?.pass()
    return this.#calls.ready(signal)
  }

  metadata(call: Call): Promise<Outcome<ClassifierMetadata>> {
    return this.#calls.metadata(call)
  }

  /** Calls whose answers have at most so many bytes. */
  #treaty(maxBytes: number) {
    const { origin, headers, tls } = this.#access
    return treaty<Classifier>(origin, { parseDate: false, headers, fetcher: boundedFetch(maxBytes, tls) })
  }
}
