import { classifierNames, type Manifest } from '@sepal/ensemble'
import type { Outcomes } from '../src/fanout/fan-out.ts'
import type { Probabilities } from '../src/fanout/probabilities.ts'
import type { ReplicaFigures } from '../src/service.ts'
import { Upstreams } from '../src/upstreams.ts'
import { SeededRandom } from './seeded-random.ts'
import { type Fault, type StubLaw, StubReplica } from './stub-replica.ts'
import { VirtualClock } from './virtual-clock.ts'

export type SimulationOptions = {
  seed: number
  classifiers: number
  replicas: number
  classes: number
  laneInflight: number
  batchMaxRows: number
  laneQueueRows: number
  law: (random: SeededRandom) => StubLaw
}

/** One request of a simulation, and what became of it. */
export type SimulatedRequest = {
  rows: number[][]
  sentAt: number
  deadline: number
  /** when its caller goes away, if it does */
  leavesAt: number | undefined
  settledAt: number | undefined
  outcomes: Outcomes<Probabilities> | undefined
}

/** The real lanes, pools and fan-out in virtual time, with replicas that are stubs. The same seed, the same run. */
export class Simulation {
  readonly clock = new VirtualClock()
  readonly random: SeededRandom
  readonly manifest: Manifest
  readonly replicas: StubReplica[] = []
  readonly requests: SimulatedRequest[] = []
  readonly upstreams: Upstreams<Manifest, StubReplica>

  constructor(options: SimulationOptions) {
    this.random = new SeededRandom(options.seed)
    this.manifest = stubManifest(options.classifiers, options.classes)
    const { clock, random } = this
    const addresses = Object.fromEntries(
      Object.keys(this.manifest.classifiers).map((name) => [
        name,
        Array.from({ length: options.replicas }, (_, i) => `${name}-${i}:1`),
      ]),
    )
    this.upstreams = new Upstreams(this.manifest, addresses, {
      clock,
      random,
      resolve: async (address) => [address],
      connect: (classifier, address) => {
        const world = { clock, random, classes: options.classes }
        const replica = new StubReplica(classifier, address, world, options.law(random))
        this.replicas.push(replica)
        return replica
      },
      dnsRefreshMs: 1e9,
      laneInflight: options.laneInflight,
      batchMaxRows: options.batchMaxRows,
      laneQueueRows: options.laneQueueRows,
    })
    this.upstreams.watch()
    clock.runUntil(0)
  }

  /** What the proxy knows of each replica. */
  get replicaFigures(): ReplicaFigures[] {
    return classifierNames(this.manifest).flatMap((name) => this.upstreams.replicasOf(name))
  }

  /** Whether any replica ever had a fault. */
  hadFaults = false

  /** A replica is at fault from one time to another, ms. */
  planFault(replica: StubReplica, fault: Fault, [from, to]: readonly [number, number]) {
    this.hadFaults = true
    this.at(from, () => {
      replica.fault = fault
    })
    this.at(to, () => {
      replica.fault = undefined
    })
  }

  /** Something happens to the replicas, or ends, when its time comes. */
  at(time: number, event: () => void) {
    this.clock.after(time - this.clock.now(), event)
  }

  /** Sends a request when its time comes. */
  plan(at: number, request: Pick<SimulatedRequest, 'rows' | 'leavesAt'> & { timeoutMs: number }) {
    this.clock.after(at - this.clock.now(), () => this.#send(request))
  }

  #send({ rows, leavesAt, timeoutMs }: Pick<SimulatedRequest, 'rows' | 'leavesAt'> & { timeoutMs: number }) {
    const sentAt = this.clock.now()
    const deadline = sentAt + timeoutMs
    const request: SimulatedRequest = {
      rows,
      sentAt,
      deadline,
      leavesAt,
      settledAt: undefined,
      outcomes: undefined,
    }
    this.requests.push(request)
    const caller = new AbortController()
    if (leavesAt !== undefined) this.clock.after(leavesAt - sentAt, () => caller.abort())
    const question = { rows, requestId: `r${this.requests.length}`, deadline }
    this.upstreams.fanOut.ask(question, { caller, needsAll: true }).then((outcomes) => {
      request.settledAt = this.clock.now()
      request.outcomes = outcomes
    })
  }
}

/** An ensemble of stubs: names and sizes are all that the lanes know of it. */
function stubManifest(classifiers: number, classes: number): Manifest {
  const names = Array.from({ length: classifiers }, (_, i) => `stub${i}`)
  return {
    name: 'stubs',
    features: [{ name: 'x', unit: '', range: [0, 1] }],
    sample: [0],
    combine: 'one-vs-rest',
    classifiers: Object.fromEntries(
      names.map((name, i) => [
        name,
        {
          model: `${name}.onnx`,
          port: 1000 + i,
          classes: Array.from({ length: classes }, (_, k) => `c${k}`),
        },
      ]),
    ),
  }
}
