import type { Log } from '@sepal/server'
import type { ContractVerdict } from './contract-gate.ts'

/** Logs which replicas fit the manifest and which do not, and when replicas of one classifier serve different models. */
export class ContractLog {
  readonly #models = new Map<string, Map<string, string>>()
  readonly #reasons = new Map<string, string>()

  constructor(private readonly log: Log) {}

  told(classifier: string, address: string, verdict: ContractVerdict) {
    const models = this.#models.get(classifier) ?? new Map<string, string>()
    this.#models.set(classifier, models)
    const replica = `${classifier} ${address}`
    if (verdict.is === 'mismatched') {
      models.delete(address)
      if (this.#reasons.get(replica) === verdict.reason) return
      this.#reasons.set(replica, verdict.reason)
      this.log.error(
        { classifier, address, reason: verdict.reason },
        'a replica does not fit the manifest: it gets no calls',
      )
      return
    }
    this.#reasons.delete(replica)
    const { sha256 } = verdict.metadata.model
    if (models.get(address) === sha256) return
    models.set(address, sha256)
    this.log.info({ classifier, address, sha256 }, 'a replica fits the manifest')
    if (new Set(models.values()).size > 1) {
      this.log.warn(
        { classifier, models: Object.fromEntries(models) },
        'replicas of one classifier serve different models',
      )
    }
  }
}
