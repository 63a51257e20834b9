import {
  breakingChanges,
  CONTRACT_HEADER,
  type Contract,
  contractOf,
  type Ensemble,
  fingerprintOf,
  isContract,
} from '@sepal/contract'
import { SepalError } from './sepal-error.ts'

/** How many differences a message names. */
const NAMED = 3

/**
 * Notices when a proxy serves another ensemble than a client was written for. The fingerprint comes with every answer;
 * only one that is new is asked about. An ensemble that merely has more than the client knows is no error.
 */
export class ContractWatch {
  readonly #own: Contract
  readonly #fingerprint: string
  #last: { fingerprint: string; breaking: readonly string[] } | undefined

  /** @param ask makes `GET /contract` */
  constructor(
    ensemble: Ensemble,
    private readonly ask: (init: RequestInit) => Promise<Response>,
  ) {
    this.#own = contractOf(ensemble)
    this.#fingerprint = fingerprintOf(ensemble)
  }

  /**
   * The answer as it is.
   * @param init the headers and the signal of its call
   * @throws SepalError `other-contract` if it does not mean what the client's types say
   */
  check(response: Response, init: RequestInit): Response | Promise<Response> {
    const served = response.headers.get(CONTRACT_HEADER)
    // A gateway may have removed it, and version 0.1 sends none.
    return served === null || served === this.#fingerprint ? response : this.#judge(response, served, init)
  }

  async #judge(response: Response, served: string, init: RequestInit): Promise<Response> {
    const breaking = this.#last?.fingerprint === served ? this.#last.breaking : await this.#differences(init)
    if (breaking.length === 0) return response
    await response.body?.cancel()
    const more = breaking.length > NAMED ? `; and ${breaking.length - NAMED} more` : ''
    throw otherContract(`${breaking.slice(0, NAMED).join('; ')}${more}`)
  }

  async #differences(init: RequestInit): Promise<readonly string[]> {
    const { contract, fingerprint } = await this.#served(init)
    const breaking = breakingChanges(this.#own, contract)
    this.#last = { fingerprint, breaking }
    return breaking
  }

  async #served(init: RequestInit): Promise<{ contract: Contract; fingerprint: string }> {
    const response = await this.ask(init)
    const value: unknown = response.ok ? await response.json() : undefined
    if (typeof value === 'object' && value !== null && 'contract' in value && isContract(value.contract)) {
      return { contract: value.contract, fingerprint: fingerprintOf(value.contract) }
    }
    throw otherContract(`GET /contract, which says what differs, is answered with ${response.status}`)
  }
}

function otherContract(why: string): SepalError {
  const message = `the proxy serves another ensemble than this client was written for: ${why}`
  return new SepalError(undefined, 'other-contract', undefined, message)
}
