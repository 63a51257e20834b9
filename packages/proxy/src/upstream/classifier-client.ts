import { treaty } from '@elysiajs/eden'
import type { Classifier } from '@sepal/classifier'
import type { ClassifierMetadata } from '@sepal/ensemble'
import type { Call } from '../fanout/call.ts'
import type { Outcome } from '../fanout/outcome.ts'
import { edenOutcome } from './eden-outcome.ts'
import { type Expected, wrongMetadata, wrongPrediction } from './expected-answer.ts'

/** The proxy's way to one replica of a classifier: an Eden treaty, typed by the classifier's own app. */
export class ClassifierClient {
  readonly #api

  constructor(
    readonly address: string,
    private readonly expected: Expected,
  ) {
    this.#api = treaty<Classifier>(`http://${address}`, { parseDate: false })
  }

  /** @returns `[N, K]` probabilities for `[N, F]` rows */
  async predict(rows: number[][], call: Call): Promise<Outcome<number[][]>> {
    return predictionOf(
      await edenOutcome(this.#api.predict.post({ data: rows }, options(call)), (answer) =>
        wrongPrediction(answer, rows.length, this.expected),
      ),
    )
  }

  /** The classifier's own answer to the manifest's sample, `[1, K]`. */
  async predictTest(call: Call): Promise<Outcome<number[][]>> {
    return predictionOf(
      await edenOutcome(this.#api.predict.test.get(options(call)), (answer) =>
        wrongPrediction(answer, 1, this.expected),
      ),
    )
  }

  health(call: Call): Promise<Outcome<{ health: 'ok' }>> {
    return edenOutcome(this.#api.health.get(options(call)), (answer) =>
      answer?.health === 'ok' ? undefined : 'it does not say that it is well',
    )
  }

  metadata(call: Call): Promise<Outcome<ClassifierMetadata>> {
    return edenOutcome(this.#api.metadata.get(options(call)), (answer) =>
      wrongMetadata(answer, this.expected),
    )
  }
}

/** Of the caller's headers, only the request's id goes on. A classifier has no business redirecting. */
function options({ requestId, signal }: Call) {
  return { headers: { 'x-request-id': requestId }, fetch: { signal, redirect: 'error' as const } }
}

function predictionOf(outcome: Outcome<{ prediction: number[][] }>): Outcome<number[][]> {
  return outcome.kind === 'ok' ? { kind: 'ok', value: outcome.value.prediction } : outcome
}
