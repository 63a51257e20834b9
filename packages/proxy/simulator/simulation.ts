import { classifierNames, type Manifest } from '@sepal/ensemble'
import type { Outcomes } from '../src/batching/fan-out.ts'
import type { AnswerRows } from '../src/core/answer-rows.ts'
import type { RowLimit } from '../src/core/row-limit.ts'
import type { ReplicaFigures } from '../src/upstream/cluster.ts'
import { Clusters } from '../src/upstream/clusters.ts'
import { defaultPolicies, type Policies } from '../src/upstream/composition.ts'
import { SeededRandom } from './seeded-random.ts'
import { stubManifest } from './stub-manifest.ts'
import { type Fault, type StubLaw, StubReplica } from './stub-replica.ts'
import { Trace } from './trace.ts'
import { VirtualClock } from './virtual-clock.ts'
import { WatchedBreaker } from './watched-breaker.ts'

export type SimulationOptions = {
  seed: number
  classifiers: number
  replicas: number
  classes: number
  inflight: number
  batchMaxRows: number
  queueRows: number
  law: (random: SeededRandom) => StubLaw
  policies?: Policies
}

/** A request, sent when its time comes. */
export type PlannedRequest = {
  rows: number[][]
  timeoutMs: number
  /** when its caller leaves, if it does */
  leavesAt?: number | undefined
  /** whether it accepts a partial answer */
  isPartial?: boolean
}

/** One request of a simulation, and its outcomes. */
export type SimulatedRequest = Pick<PlannedRequest, 'rows' | 'leavesAt'> & {
  id: string
  isPartial: boolean
  sentAt: number
  deadline: number
  settledAt: number | undefined
  outcomes: Outcomes<AnswerRows> | undefined
  /** when each batcher's outcome settled, if reported */
  outcomesAt: number[]
}

/** What an address lacks that a name has, so that discovery has something to resolve. */
const DOMAIN = '.test'

/** The real batchers, pools and fan-out in virtual time, over stub replicas. The same seed gives the same run. */
export class Simulation {
  readonly clock = new VirtualClock()
  readonly random: SeededRandom
  readonly manifest: Manifest
  readonly replicas: StubReplica[] = []
  readonly requests: SimulatedRequest[] = []
  readonly limits: RowLimit[] = []
  readonly trace: Trace
  readonly clusters: Clusters<Manifest, StubReplica>
  /** whether any replica ever had a fault */
  hadFaults = false
  hadPermutations = false
  isStopped = false
  #isDraining = false
  #unsettled = 0

  constructor(options: SimulationOptions) {
    this.random = new SeededRandom(options.seed)
    this.manifest = stubManifest(options.classifiers, options.classes)
    const { clock, random } = this
    this.trace = new Trace(clock.now, (classifier) => this.#freeOf(classifier))
    const addresses = Object.fromEntries(
      Object.keys(this.manifest.classifiers).map((name) => [
        name,
        Array.from({ length: options.replicas }, (_, i) => `${name}-${i}${DOMAIN}:1`),
      ]),
    )
    const world = { clock, random, classes: options.classes, trace: this.trace }
    this.clusters = new Clusters(this.manifest, addresses, {
      ...options,
      clock,
      random,
      policies: this.#watched(options.policies ?? defaultPolicies),
      resolve: async (name) => [name.replace(DOMAIN, '')],
      connect: (classifier, address) => {
        const replica = new StubReplica(classifier, address, world, options.law(random))
        this.replicas.push(replica)
        return replica
      },
      dnsRefreshMs: 1e9,
    })
    this.clusters.watch()
    clock.runUntil(0)
  }

  /** The state of each replica, as the proxy sees it. */
  get replicaFigures(): ReplicaFigures[] {
    return classifierNames(this.manifest).flatMap((name) => this.clusters.replicasOf(name))
  }

  /** Whether no overload limit is in effect. */
  get isUnlimited(): boolean {
    return this.limits.every(({ figure }) => figure === Number.POSITIVE_INFINITY)
  }

  /** Gives a replica a fault from one time to another, ms. */
  planFault(replica: StubReplica, fault: Fault, [from, to]: readonly [number, number]) {
    this.hadFaults = true
    if (fault === 'permuted') this.hadPermutations = true
    this.at(from, () => {
      replica.fault = fault
    })
    this.at(to, () => {
      replica.fault = undefined
    })
  }

  /** Stops a replica, perhaps announced, and brings it back. */
  planRestart(replica: StubReplica, [from, to]: readonly [number, number], noticeMs: number) {
    this.hadFaults = true
    this.at(Math.max(0, from - noticeMs), () => {
      replica.isWilling = noticeMs === 0
    })
    this.at(from, () => replica.kill())
    this.at(to, () => {
      replica.isWilling = true
      replica.revive()
    })
  }

  /** Sends the proxy SIGTERM: it admits no more requests, and stops when all of its own have settled. */
  planTermination(time: number) {
    this.at(time, () => {
      this.#isDraining = true
      this.#stopWhenDone()
    })
  }

  /** Starts or ends an event at the replicas when its time comes. */
  at(time: number, event: () => void) {
    this.clock.after(time - this.clock.now(), event)
  }

  /** Sends a request when its time comes. */
  plan(at: number, request: PlannedRequest) {
    this.clock.after(at - this.clock.now(), () => {
      if (!this.#isDraining) this.#send(request)
    })
  }

  #send({ rows, leavesAt, timeoutMs, isPartial = false }: PlannedRequest) {
    const sentAt = this.clock.now()
    const request: SimulatedRequest = {
      id: `r${this.requests.length}`,
      rows,
      sentAt,
      deadline: sentAt + timeoutMs,
      leavesAt,
      isPartial,
      settledAt: undefined,
      outcomes: undefined,
      outcomesAt: [],
    }
    this.requests.push(request)
    this.#unsettled += 1
    const caller = new AbortController()
    if (leavesAt !== undefined) this.clock.after(leavesAt - sentAt, () => caller.abort())
    const onSettled = (batcher: number) => {
      if (request.outcomesAt[batcher] !== undefined) this.trace.violated('an outcome settled twice')
      request.outcomesAt[batcher] = this.clock.now()
    }
    const asked = { rows, requestId: request.id, deadline: request.deadline }
    const options = isPartial ? { caller, onSettled } : { caller, needsAll: true }
    this.clusters.fanOut.ask(asked, options).then((outcomes) => {
      if (request.outcomes) this.trace.violated('a request settled twice')
      request.settledAt = this.clock.now()
      request.outcomes = outcomes
      this.#unsettled -= 1
      this.#stopWhenDone()
    })
  }

  #stopWhenDone() {
    if (!this.#isDraining || this.#unsettled > 0 || this.isStopped) return
    this.isStopped = true
    this.clusters.stop()
  }

  /** Never more than half of a classifier's replicas are ejected, so never the last one. */
  #checkEjected() {
    for (const name of classifierNames(this.manifest)) {
      const figures = this.clusters.replicasOf(name)
      const out = figures.filter(({ state }) => state === 'open' || state === 'half-open').length
      if (out > Math.floor(figures.length / 2))
        this.trace.violated(`${out} of ${figures.length} replicas were ejected`)
    }
  }

  #freeOf(classifier: string): StubReplica[] {
    const figures = this.clusters.replicasOf(classifier)
    const idle = figures.filter(({ state, callsUnderWay }) => state === 'closed' && callsUnderWay === 0)
    const addresses = new Set(idle.map(({ address }) => address))
    return this.replicas.filter((replica) => addresses.has(replica.address) && replica.isOpen)
  }

  #watched(policies: Policies): Policies {
    return {
      ...policies,
      breaker: (clock, mayOpen) =>
        new WatchedBreaker(policies.breaker(clock, mayOpen), {
          now: clock.now,
          violated: (what) => this.trace.violated(what),
          opened: () => this.#checkEjected(),
          mayOpen,
        }),
      limit: (clock) => {
        const limit = policies.limit(clock)
        this.limits.push(limit)
        return limit
      },
    }
  }
}
