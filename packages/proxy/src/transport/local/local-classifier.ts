import { treaty } from '@elysiajs/eden'
import type { Classifier } from '@sepal/classifier'
import type { ClassifierMetadata } from '@sepal/ensemble'
import type { AnswerRows } from '../../core/answer-rows.ts'
import type { BatchAnswer } from '../../core/batch-answer.ts'
import type { BatchView } from '../../core/batch-view.ts'
import type { Outcome } from '../../core/outcome.ts'
import { type AnswerFrame, frameOutcome, readAnswerFrame } from '../answer-frame.ts'
import { type Call, type ClassifierApi, ClassifierCalls } from '../classifier-calls.ts'
import type { ClassifierTransport } from '../classifier-transport.ts'
import { ContractGate, type ContractVerdict } from '../contract-gate.ts'
import { edenOutcome } from '../eden-outcome.ts'
import type { Expected } from '../expected-answer.ts'
import { requestFrame } from '../request-frame.ts'

export type LocalClassifierOptions = {
  expected: Expected
  now: () => number
  /** is told whether its app fits the manifest */
  onVerdict: (verdict: ContractVerdict) => void
}

type FramePost = ClassifierApi['predict']['frame']['post']
type RequestFrame = Parameters<FramePost>[0]

/** Eden would make JSON of a body. A frame goes past it, as the `body` of its `fetch`, which comes later and wins. */
const PAST_EDEN = undefined as unknown as RequestFrame

const LATE = { kind: 'late', detail: 'it did not answer in time' } as const

/** The way to a classifier in this process: the same Eden treaty, with its app instead of an address. */
export class LocalClassifier implements ClassifierTransport {
  readonly #api: ClassifierApi
  readonly #calls: ClassifierCalls
  readonly #gate: ContractGate
  readonly #expected: Expected
  readonly #now: () => number

  constructor(app: Classifier, { expected, now, onVerdict }: LocalClassifierOptions) {
    this.#expected = expected
    this.#now = now
    this.#api = treaty<Classifier>(app, { parseDate: false })
    this.#calls = new ClassifierCalls(this.#api, expected)
    const ask = (signal: AbortSignal) => this.metadata({ requestId: 'contract', signal })
    this.#gate = new ContractGate({ ask, now, onVerdict })
  }

  async send(batch: BatchView, signal: AbortSignal): Promise<Outcome<BatchAnswer>> {
    if (!this.#gate.isOpen) {
      const passed = await this.#gate.pass()
      if (passed.kind !== 'ok') return passed
    }
    return signal.aborted ? LATE : this.#send(batch, signal)
  }

  get isOpen(): boolean {
    return this.#gate.isOpen
  }

  get mismatch(): string | undefined {
    const { verdict } = this.#gate
    return verdict?.is === 'mismatched' ? verdict.reason : undefined
  }

  get seen(): ClassifierMetadata | undefined {
    const { verdict } = this.#gate
    return verdict?.is === 'fits' ? verdict.metadata : undefined
  }

  get model(): string | undefined {
    return this.seen?.model.sha256
  }

  predictTest(call: Call): Promise<Outcome<AnswerRows>> {
    return this.#calls.predictTest(call)
  }

  health(call: Call): Promise<Outcome<{ health: 'ok' }>> {
    return this.#calls.health(call)
  }

  ready(signal: AbortSignal): Promise<Outcome<{ health: 'ok' }>> {
    this.#gate.pass()
    return this.#calls.ready(signal)
  }

  metadata(call: Call): Promise<Outcome<ClassifierMetadata>> {
    return this.#calls.metadata(call)
  }

  /** The model is released by whoever started it. */
  close() {}

  #send(batch: BatchView, signal: AbortSignal): Promise<Outcome<BatchAnswer>> {
    const { promise, resolve } = Promise.withResolvers<Outcome<BatchAnswer>>()
    // Without a network, nothing else ends a call before its answer.
    const onAbort = () => resolve(LATE)
    signal.addEventListener('abort', onAbort)
    this.#post(batch, signal).then((outcome) => {
      signal.removeEventListener('abort', onAbort)
      resolve(outcome)
    })
    return promise
  }

  async #post(batch: BatchView, signal: AbortSignal): Promise<Outcome<BatchAnswer>> {
    const { rowCount, requestIds, deadline } = batch
    const head = { id: 0, timeoutMs: deadline - this.#now(), requestIds: [...requestIds] }
    const body: RequestFrame = requestFrame(batch, head, this.#expected)
    const headers = {
      'content-type': 'application/octet-stream',
      'content-length': String(body.byteLength),
      'x-request-id': requestIds[0] ?? '',
    }
    let answer: AnswerFrame | undefined
    const outcome = await edenOutcome<unknown>(
      this.#api.predict.frame.post(PAST_EDEN, { headers, fetch: { body, signal } }),
      (data) => {
        answer = data instanceof ArrayBuffer ? readAnswerFrame(data) : undefined
        return answer === undefined ? 'its answer is not a frame' : undefined
      },
    )
    if (outcome.kind !== 'ok') return outcome
    if (answer === undefined) return { kind: 'malformed', detail: 'its answer is not a frame' }
    return frameOutcome(answer, { ...this.#expected, rowCount })
  }
}
