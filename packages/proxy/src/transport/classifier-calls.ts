import type { treaty } from '@elysiajs/eden'
import type { Classifier } from '@sepal/classifier'
import type { ClassifierMetadata, Numbers } from '@sepal/ensemble'
import type { TraceContext } from '@sepal/server'
import type { AnswerRows } from '../core/answer-rows.ts'
import type { Outcome } from '../core/outcome.ts'
import { edenOutcome } from './eden-outcome.ts'
import { type Expected, numbersOf, wrongMetadata, wrongPrediction } from './expected-answer.ts'

/** The context of a call. */
export type Call = {
  requestId: string
  /** aborts at the deadline, and when the caller is gone */
  signal: AbortSignal
  /** of the trace that it belongs to, if there is one */
  trace?: TraceContext | undefined
}

/** A treaty with a classifier's app, over the network or without one. */
export type ClassifierApi = ReturnType<typeof treaty<Classifier>>

/** What a classifier is asked beside batches. */
export class ClassifierCalls {
  constructor(
    private readonly api: ClassifierApi,
    private readonly expected: Expected,
    /** goes with calls of which no trace is recorded, where others are */
    private readonly unrecorded?: TraceContext | undefined,
  ) {}

  #options(call: Call) {
    return callOptions({ ...call, trace: call.trace ?? this.unrecorded })
  }

  /** The classifier's own answer to the manifest's sample. */
  async predictTest(call: Call): Promise<Outcome<AnswerRows>> {
    const outcome = await edenOutcome(this.api.predict.test.get(this.#options(call)), (answer) =>
      wrongPrediction(answer, 1, this.expected),
    )
    const read = readAnswer(outcome, 1, this.expected)
    if (read.kind !== 'ok') return read
    return { kind: 'ok', value: { data: read.value, at: 0, rows: 1, width: read.value.length } }
  }

  health(call: Call): Promise<Outcome<{ health: 'ok' }>> {
    return edenOutcome(this.api.health.get(this.#options(call)), (answer) =>
      answer?.health === 'ok' ? undefined : 'it does not say that it is well',
    )
  }

  ready(signal: AbortSignal): Promise<Outcome<{ health: 'ok' }>> {
    return edenOutcome(
      this.api.health.ready.get(this.#options({ requestId: 'readiness', signal })),
      () => undefined,
    )
  }

  async metadata(call: Call): Promise<Outcome<ClassifierMetadata>> {
    const outcome = await edenOutcome(this.api.metadata.get(this.#options(call)), (answer) =>
      wrongMetadata(answer, this.expected),
    )
    if (outcome.kind === 'ok') this.expected.needsFloat64 = outcome.value.data_type === 'float64'
    return outcome
  }
}

/** The numbers of an answer in JSON. */
export function readAnswer(
  outcome: Outcome<{ classifier: string; prediction: unknown[] }>,
  count: number,
  expected: Expected,
): Outcome<Numbers> {
  if (outcome.kind !== 'ok') return outcome
  const numbers = numbersOf(outcome.value, count, expected)
  return typeof numbers === 'string' ? { kind: 'malformed', detail: numbers } : { kind: 'ok', value: numbers }
}

/** Of the caller's headers, only the request id and the trace go on. A classifier has no business redirecting. */
export function callOptions({ requestId, signal, trace }: Call) {
  return { headers: { 'x-request-id': requestId, ...trace }, fetch: { signal, redirect: 'error' as const } }
}
