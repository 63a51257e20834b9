import type { ClassifierMetadata } from '@sepal/ensemble'
import type { Outcome } from '../core/outcome.ts'

/** What was seen of a replica: that it is the classifier that the manifest describes, or in which way it is not. */
export type ContractVerdict =
  | { is: 'fits'; metadata: ClassifierMetadata }
  | { is: 'mismatched'; reason: string }

/** One that does not fit is asked again after this, ms: where there is no socket, nothing else tells of another process. */
const RECHECK_MS = 1000
/** How long it may take to tell what it is, ms. */
const ASK_MS = 1000

const CHANGED = { kind: 'unavailable', detail: 'it is starting again' } as const
const PASSED = { kind: 'ok', value: undefined } as const

export type GateOptions = {
  /** asks the replica what it is; `malformed` when that does not fit */
  ask: (signal: AbortSignal) => Promise<Outcome<ClassifierMetadata>>
  now: () => number
  /** is told of each verdict */
  onVerdict: (verdict: ContractVerdict) => void
}

/** Lets calls through to a replica once the process that is there now was seen to fit the manifest. */
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

  /** Another process may be there from now on: what was seen says nothing any more. */
  reset() {
    this.#epoch += 1
    this.#verdict = undefined
    this.#asking = undefined
  }

  /** @returns ok, or why no call may be made; it asks the replica unless that is known */
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
      // What an earlier process said says nothing of this one.
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
