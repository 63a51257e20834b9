import { treaty } from '@elysiajs/eden'
import type { Classifier } from '@sepal/classifier'
import type { StartedClassifier } from '@sepal/classifier/start'
import type { ClassifierMetadata } from '@sepal/ensemble'
import type { TraceContext } from '@sepal/server'
import type { AnswerRows } from '../../core/answer-rows.ts'
import type { BatchAnswer } from '../../core/batch-answer.ts'
import type { BatchView } from '../../core/batch-view.ts'
import type { Outcome } from '../../core/outcome.ts'
import { frameOutcome } from '../answer-frame.ts'
import { type Call, ClassifierCalls } from '../classifier-calls.ts'
import type { ClassifierTransport } from '../classifier-transport.ts'
import { ContractGate, type ContractVerdict } from '../contract-gate.ts'
import type { Expected } from '../expected-answer.ts'
import { localRequest } from '../request-frame.ts'

export type LocalClassifierOptions = {
  expected: Expected
  now: () => number
  /** is told whether its app fits the manifest */
  onVerdict: (verdict: ContractVerdict) => void
  /** goes with calls of which no trace is recorded, where others are */
  unrecorded?: TraceContext | undefined
}

const LATE = { kind: 'late', detail: 'it did not answer in time' } as const

/**
 * The way to a classifier in this process: the same Eden treaty, with its app instead of an address. As over the network,
 * batches go beneath it: here straight to what answers the calls on the app's socket, without frames.
 */
export class LocalClassifier implements ClassifierTransport {
  readonly #answer: StartedClassifier['answer']
  readonly #calls: ClassifierCalls
  readonly #gate: ContractGate
  readonly #expected: Expected
  readonly #now: () => number

  constructor(
    { app, answer }: Pick<StartedClassifier, 'app' | 'answer'>,
    { expected, now, onVerdict, unrecorded }: LocalClassifierOptions,
  ) {
    this.#expected = expected
    this.#now = now
    this.#answer = answer
    this.#calls = new ClassifierCalls(treaty<Classifier>(app, { parseDate: false }), expected, unrecorded)
    const ask = (signal: AbortSignal) => this.metadata({ requestId: 'contract', signal })
    this.#gate = new ContractGate({ ask, now, onVerdict })
  }

  async send(batch: BatchView, signal: AbortSignal, trace?: TraceContext): Promise<Outcome<BatchAnswer>> {
    if (!this.#gate.isOpen) {
      const passed = await this.#gate.pass()
      if (passed.kind !== 'ok') return passed
    }
    return signal.aborted ? LATE : this.#send(batch, signal, trace)
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

  #send(batch: BatchView, signal: AbortSignal, trace?: TraceContext): Promise<Outcome<BatchAnswer>> {
    const { promise, resolve } = Promise.withResolvers<Outcome<BatchAnswer>>()
    // Without a network, nothing else ends a call before its answer.
    const onAbort = () => resolve(LATE)
    signal.addEventListener('abort', onAbort)
    const { rowCount, deadline } = batch
    const call = localRequest(batch, { id: 0, timeoutMs: deadline - this.#now(), ...trace }, this.#expected)
    this.#answer({ ...call, isWanted: () => !signal.aborted }).then((answer) => {
      signal.removeEventListener('abort', onAbort)
      resolve(frameOutcome(answer, rowCount, this.#expected))
    })
    return promise
  }
}
