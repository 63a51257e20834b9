import type { ClassifierMetadata } from '@sepal/ensemble'
import type { Outcome } from '../core/outcome.ts'

/** The verdict on a replica: that it is the classifier the manifest describes, or how it differs. */
export type ContractVerdict =
  | { is: 'fits'; metadata: ClassifierMetadata }
  | { is: 'mismatched'; reason: string }

/** When a replica that does not fit is checked again, ms: without a socket, nothing else reveals a new process. */
const RECHECK_MS = 1000
/** Timeout of a check, ms. */
const ASK_MS = 1000

const CHANGED = { kind: 'unavailable', detail: 'it is starting again' } as const
const PASSED = { kind: 'ok', value: undefined } as const

export type GateOptions = {
  /** asks the replica for its metadata; `malformed` if that does not fit */
  ask: (signal: AbortSignal) => Promise<Outcome<ClassifierMetadata>>
  now: () => number
  /** called with each verdict */
  onVerdict: (verdict: ContractVerdict) => void
}

/** Lets calls through to a replica once its current process was seen to fit the manifest. */
export class ContractGate {
  #verdict: ContractVerdict | undefined
  #epoch = 0
  #at = Number.NEGATIVE_INFINITY
  #asking: Promise<Outcome<unknown>> | undefined

  constructor(private readonly options: GateOptions) {}

  get verdict(): ContractVerdict | undefined {
    return this.#verdict
  }

  get isOpen(): boolean {
    return this.#verdict?.is === 'fits'
  }

  /** Another process may be there from now on: the last verdict no longer holds. */
  reset() {
    this.#epoch += 1
    this.#verdict = undefined
    this.#asking = undefined
  }

  /** @returns ok, or why no call may be made; checks the replica if that is unknown */
  pass(): Promise<Outcome<unknown>> {
    const verdict = this.#verdict
    if (verdict?.is === 'fits') return Promise.resolve(PASSED)
    if (verdict !== undefined && this.options.now() - this.#at < RECHECK_MS) {
      return Promise.resolve({ kind: 'malformed', detail: verdict.reason })
    }
    this.#asking ??= this.#ask()
    return this.#asking
  }

  #ask(): Promise<Outcome<unknown>> {
    const epoch = this.#epoch
    return this.options.ask(AbortSignal.timeout(ASK_MS)).then((outcome) => {
      // An earlier process's answer says nothing about this one.
      if (epoch === this.#epoch) this.#learn(outcome)
      return epoch === this.#epoch ? outcome : CHANGED
    })
  }

  #learn(outcome: Outcome<ClassifierMetadata>) {
    this.#asking = undefined
    this.#at = this.options.now()
    if (outcome.kind === 'ok') this.#verdict = { is: 'fits', metadata: outcome.value }
    else if (outcome.kind === 'malformed') this.#verdict = { is: 'mismatched', reason: outcome.detail }
    else return
    this.options.onVerdict(this.#verdict)
  }
}
