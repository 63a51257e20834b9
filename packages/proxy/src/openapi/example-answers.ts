import {
  byClassifier,
  type ClassifierName,
  type Combination,
  classifierNames,
  combinationOf,
  type DecideRow,
  featureNames,
  type Manifest,
  mapServed,
  outputOf,
  type ServedName,
  STACK,
  servedEntries,
  servedNames,
} from '@sepal/ensemble'
import { describeEnsemble, describeFinalModel } from '../answers/ensemble-description.ts'
import { type ProblemCode, problem } from '../answers/problems.ts'
import type { FailureKind } from '../core/outcome.ts'
import type { Json, JsonObject } from './named-schemas.ts'

/** The request ID in all examples. */
const REQUEST_ID = 'order-17'

/** The body of an error response. */
export const problemOf = (code: ProblemCode, detail: string): JsonObject => problem(code, detail, REQUEST_ID)

/** Example answers of an ensemble: its first classifier is the confident one, its last the one that fails. */
export class ExampleAnswers<const M extends Manifest> {
  readonly names: ClassifierName<M>[]
  readonly first: ClassifierName<M> | undefined
  readonly last: ClassifierName<M> | undefined

  readonly combination: Combination

  constructor(
    private readonly manifest: M,
    decideRow?: DecideRow,
  ) {
    this.combination = combinationOf(manifest, decideRow)
    this.names = classifierNames(manifest)
    this.first = this.names[0]
    this.last = this.names.at(-1)
  }

  /** A value for each classifier. */
  each(value: (name: ClassifierName<M>) => Json): JsonObject {
    return byClassifier<M, Json>(this.names.map((name) => [name, value(name)]))
  }

  /** A value for each that is served: the classifiers, and a final model. */
  eachServed(value: (name: ServedName<M>) => Json): JsonObject {
    return mapServed(this.manifest, value)
  }

  /** A value for each that is served, and another for the last. */
  eachServedBut(last: Json, value: (name: ServedName<M>) => Json): JsonObject {
    const lastName = servedNames(this.manifest).at(-1)
    return this.eachServed((name) => (name === lastName ? last : value(name)))
  }

  /** A value for each classifier, and another for the last. */
  eachBut(last: Json, value: (name: ClassifierName<M>) => Json): JsonObject {
    return this.each((name) => (name === this.last ? last : value(name)))
  }

  /** One classifier's answer to one row. */
  readonly answerOf = (name: ClassifierName<M>): Json =>
    outputOf(this.manifest.classifiers[name] ?? {}).example(name === this.first)

  /** The description of a model. */
  readonly modelOf = (name: ServedName<M>): JsonObject => ({
    ...outputOf(servedEntries(this.manifest)[name] ?? {}).description,
    sha256: '0'.repeat(64),
  })

  /** The decision, in the form of the strategy. */
  get decision(): Json {
    return this.combination.example() as JsonObject
  }

  /** The members of a partial decision without the last classifier. */
  get completeness(): JsonObject {
    return { complete: false, missing: this.last === undefined ? [] : [this.last] }
  }

  get metadata(): JsonObject {
    const { features, ...described } = describeEnsemble(this.manifest)
    const samples = this.names.map((name) => [`service_${name}`, this.answerOf(name)])
    const { stack } = this.manifest.combine
    const final = stack && describeFinalModel(this.manifest, outputOf(stack).example(true))
    const whole = { ...described, prediction_sample: Object.fromEntries(samples), features }
    // Descriptions of features are JSON, as the manifest is.
    return { ...whole, ...(final && { [STACK]: final }) } as JsonObject
  }

  /** The error for a caller that is too early. */
  get notReady(): JsonObject {
    return problemOf('not-ready', this.names.map((name) => `${name}: not asked yet`).join('; '))
  }

  /** The error for a row that is one value short. */
  get shortRow(): JsonObject {
    const width = featureNames(this.manifest).length
    return problemOf('invalid-request', `data[0] is an array of ${width - 1}, expected an array of ${width}`)
  }

  /** The error of a request for which the last classifier failed. */
  failed(code: ProblemCode, outcome: FailureKind, detail: string): JsonObject {
    return {
      ...problemOf(code, `1 of ${this.names.length} classifiers failed: ${this.last}`),
      classifiers: this.eachBut({ outcome, detail }, () => ({ outcome: 'ok' })),
    }
  }

  /** The error of a decision that is one answer short of its quorum. */
  get quorumNotMet(): JsonObject {
    const { length } = this.names
    return {
      ...problemOf(
        'quorum-not-met',
        `${length - 1} of ${length} classifiers answered, at least ${length} must`,
      ),
      classifiers: this.eachBut({ outcome: 'unavailable', detail: 'it is not ready' }, () => ({
        outcome: 'ok',
      })),
    }
  }

  /** The events of a stream when the last classifier fails. */
  get events(): readonly { event: string; data: JsonObject }[] {
    const landed = this.names.map((classifier, i) => {
      const ms = rounded(0.6 + i / 10)
      return classifier === this.last
        ? {
            event: 'error',
            data: { classifier, error: { code: 'classifier-unavailable', detail: 'it is not ready' }, ms },
          }
        : { event: 'prediction', data: { classifier, prediction: this.answerOf(classifier), ms } }
    })
    const ms = rounded(0.7 + this.names.length / 10)
    const { route } = this.combination
    return [
      ...landed,
      ...(route ? [{ event: route, data: { prediction: this.decision, ...this.completeness } }] : []),
      { event: 'done', data: { ms } },
    ]
  }
}

/** Rounded, to drop floating-point noise. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
