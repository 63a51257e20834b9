import type { Clock, Timer } from '../core/clock.ts'
import type { Transport } from '../core/transport.ts'
import type { Replica } from './replica.ts'
import type { ReplicaPool } from './replica-pool.ts'

export type DiscoveryOptions<T extends Transport> = {
  clock: Clock
  /** how often names are resolved again, ms */
  refreshMs: number
  /** all current addresses behind one `host:port`; rejects if the name cannot be resolved */
  resolve: (address: string) => Promise<string[]>
  open: (address: string) => Replica<T>
}

/**
 * Keeps a pool's replicas in step with the addresses behind their names: `fetch` alone would always use the first.
 * When a name cannot be resolved, its last known addresses stay: a DNS outage takes no replica with it.
 */
export class Discovery<T extends Transport> {
  readonly #known = new Map<string, string[]>()
  #timer: Timer | undefined
  #isStopped = false

  constructor(
    private readonly pool: ReplicaPool<T>,
    private readonly names: readonly string[],
    private readonly options: DiscoveryOptions<T>,
  ) {}

  /** Resolves the names now, and at every interval, unless all of them are addresses already. */
  async watch() {
    await this.refresh()
    if (this.#isStopped || this.names.every((name) => this.#isAddress(name))) return
    this.#timer = this.options.clock.after(this.options.refreshMs, () => this.watch())
  }

  #isAddress(name: string): boolean {
    const found = this.#known.get(name)
    return found?.length === 1 && found[0] === name
  }

  async refresh() {
    await Promise.all(
      this.names.map(async (name) => {
        try {
          this.#known.set(name, await this.options.resolve(name))
        } catch {
          // Until it resolves, the name itself serves as address: a host that appears later is found at the next refresh.
          if (!this.#known.has(name)) this.#known.set(name, [])
        }
      }),
    )
    if (!this.#isStopped) this.#apply(new Set([...this.#known.values()].flat()))
  }

  stop() {
    this.#isStopped = true
    this.#timer?.cancel()
    for (const replica of this.pool.replicas) replica.retire()
  }

  #apply(addresses: ReadonlySet<string>) {
    const { replicas } = this.pool
    const here = new Set(replicas.map(({ address }) => address))
    const isSame = here.size === addresses.size && [...addresses].every((address) => here.has(address))
    if (isSame) return
    const kept = replicas.filter(({ address }) => addresses.has(address))
    const added = [...addresses].filter((address) => !here.has(address)).map(this.options.open)
    this.pool.update([...kept, ...added])
    for (const replica of replicas) if (!addresses.has(replica.address)) replica.retire()
  }
}
