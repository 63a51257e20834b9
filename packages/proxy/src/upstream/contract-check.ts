import {
  type Answer,
  type ClassifierMetadata,
  type ClassifierName,
  classifierNames,
  type Manifest,
  mapClassifiers,
  type PerClassifier,
} from '@sepal/ensemble'
import type { Log } from '@sepal/server'
import type { Clusters } from './clusters.ts'

const FIRST_PAUSE_MS = 20
const MAX_PAUSE_MS = 1000
const ASK_MS = 1000

/** Tracks whether each classifier's metadata fits the contract, and if not, why. */
export class ContractCheck<const M extends Manifest> {
  readonly #fitting = new Map<string, ClassifierMetadata>()
  readonly #missing: PerClassifier<M, string>

  constructor(
    private readonly manifest: M,
    private readonly clusters: Clusters<M>,
    private readonly log: Log,
  ) {
    this.#missing = mapClassifiers(manifest, () => 'not asked yet')
  }

  get isReady(): boolean {
    return classifierNames(this.manifest).every((name) => this.#whyNot(name) === undefined)
  }

  /** The missing classifiers, with reasons: `name: reason; …`. */
  get reason(): string {
    return classifierNames(this.manifest)
      .flatMap((name) => {
        const reason = this.#whyNot(name)
        return reason === undefined ? [] : [`${name}: ${reason}`]
      })
      .join('; ')
  }

  /** Whether none of its replicas fits (yet, or any more). */
  #whyNot(name: ClassifierName<M>): string | undefined {
    if (!this.#fitting.has(name)) return this.#missing[name]
    const [first, ...others] = this.clusters.transportsOf(name).map(({ mismatch }) => mismatch)
    return others.every((mismatch) => mismatch !== undefined) ? first : undefined
  }

  /** Each classifier's answer to the manifest's sample, once all of them fit. */
  get samples(): PerClassifier<M, Answer> | undefined {
    if (!this.isReady) return undefined
    return mapClassifiers(this.manifest, (name) => this.metadataOf(name)?.prediction_sample ?? [])
  }

  /** A classifier's description of itself, from the latest connection; none until it was seen to fit. */
  metadataOf(name: ClassifierName<M>): ClassifierMetadata | undefined {
    const seen = this.clusters.transportsOf(name).find((transport) => transport.seen)?.seen
    if (seen !== undefined && this.#fitting.has(name)) this.#fitting.set(name, seen)
    return this.#fitting.get(name)
  }

  /** Asks until every classifier fits; logs a reason when it changes. Ends early when `signal` aborts. */
  async watch(signal: AbortSignal): Promise<void> {
    await Promise.all(classifierNames(this.manifest).map((name) => this.#watchOne(name, signal)))
  }

  async #watchOne(name: ClassifierName<M>, signal: AbortSignal) {
    for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(2 * pause, MAX_PAUSE_MS)) {
      const call = { requestId: 'readiness', signal: AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]) }
      const outcome = await this.clusters.ask(name, (client) => client.metadata(call))
      if (outcome.kind === 'ok') {
        this.#fitting.set(name, outcome.value)
        this.log.info(
          { classifier: name, sha256: outcome.value.model.sha256 },
          'classifier fits the contract',
        )
        return
      }
      if (this.#missing[name] !== outcome.detail) {
        this.#missing[name] = outcome.detail
        const level = outcome.kind === 'malformed' ? 'error' : 'info'
        this.log[level]({ classifier: name, reason: outcome.detail }, 'classifier is not ready')
      }
      await Bun.sleep(pause)
    }
  }
}
