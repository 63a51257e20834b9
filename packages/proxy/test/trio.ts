import {
  type ClassifierMetadata,
  type ClassifierName,
  classifierNames,
  type Manifest,
  mapClassifiers,
  type PerClassifier,
} from '@sepal/ensemble'
import { eventually } from '@sepal/server/testing'
import { conductOf, type Told, type Way } from './fault.ts'
import { FaultServer, wellConduct } from './fault-server.ts'
import { MovableClock } from './movable-clock.ts'
import { RunningProxy } from './running-proxy.ts'
import { SICK } from './sick.ts'

/** An ensemble of three classifiers of two classes. */
export const trio = {
  name: 'trio',
  features: { height: { number: { unit: 'm', range: [0, 30] } } },
  sample: { height: 12 },
  classifiers: {
    ash: { model: 'ash.onnx', port: 8200, probabilities: { ash: {}, rest: {} } },
    birch: { model: 'birch.onnx', port: 8201, probabilities: { birch: {}, rest: {} } },
    cedar: { model: 'cedar.onnx', port: 8202, probabilities: { cedar: {}, rest: {} } },
  },
  combine: { 'one-vs-rest': {} },
} satisfies Manifest

/** The metadata of a classifier of the trio. */
export function trioMetadata(name: ClassifierName<typeof trio>): ClassifierMetadata {
  return {
    classifier: name,
    data_type: 'float32',
    data_structure: '(1,1)',
    data_sample: [[trio.sample.height]],
    prediction_type: 'float32',
    prediction_structure: '(1,2)',
    prediction_sample: [0.25, 0.75],
    features: Object.keys(trio.features),
    classes: Object.keys(trio.classifiers[name].probabilities),
    model: { file: `${name}.onnx`, sha256: '0'.repeat(64), input: 'X', output: 'Y' },
    runtime: { bun: '1', onnxruntime: '1' },
  }
}

/** Which servers are faulty: one classifier of three, all of them, or one of two replicas of a classifier. */
export const settings = ['one', 'all', 'replica'] as const
export type Setting = (typeof settings)[number]

export type FaultyTrioOptions = { told: Told; way: Way; setting: Setting }

/** Long enough for any machine, ms: a test moves the clock when a deadline is to pass. */
const DEADLINE_MS = 15_000

/** Checks at every turn of the event loop: the conditions here take only a few. */
const EACH_TURN = { pauseMs: 0 }

/** A proxy over three classifiers on real sockets, some of them faulty until healed. */
export class FaultyTrio implements AsyncDisposable {
  private constructor(
    readonly proxy: RunningProxy<typeof trio>,
    private readonly clock: MovableClock,
    private readonly servers: { all: readonly FaultServer[]; sick: readonly FaultServer[]; way: Way },
  ) {}

  static async start({ told, way, setting }: FaultyTrioOptions): Promise<FaultyTrio> {
    const names = classifierNames(trio)
    const conduct = (name: string, isSick: boolean) => {
      if (isSick) return conductOf(told, way, name)
      const { post, socket } = wellConduct(name)
      return way === 'socket' ? { post, socket } : { post }
    }
    const isSick = (name: string) => setting === 'all' || name === SICK
    const started = await Promise.all(
      names.map(async (name) => [name, await FaultServer.start(conduct(name, isSick(name)))] as const),
    )
    const twin = setting === 'replica' ? [await FaultServer.start(conduct(SICK, false))] : []
    const sick = started.filter(([name]) => isSick(name)).map(([, server]) => server)
    if ('refuses' in told) for (const server of sick) await server.refuse()
    const found = Object.fromEntries(started)
    const addresses: PerClassifier<typeof trio, string> = mapClassifiers(trio, (name) => {
      const servers = [found[name], ...(name === SICK ? twin : [])]
      return servers.map((server) => server?.address).join(',')
    })
    const resolve = async (address: string) => address.split(',')
    const clock = new MovableClock()
    const proxy = await RunningProxy.start(trio, addresses, { deadlineMs: DEADLINE_MS, resolve, clock })
    const whole = new FaultyTrio(proxy, clock, { all: [...Object.values(found), ...twin], sick, way })
    if (way === 'socket') await whole.#untilSockets(told)
    return whole
  }

  /** The faulty servers are healthy from now on; their connections are closed. */
  async heal() {
    const { sick, way } = this.servers
    const handshakes = sick.map((server) => server.handshakes)
    for (const [i, server] of sick.entries()) {
      const name = sick.length === 1 ? SICK : (classifierNames(trio)[i] ?? SICK)
      const { post, socket } = wellConduct(name)
      server.conduct = way === 'socket' ? { post, socket } : { post }
      await server.refuse()
      await server.listen()
    }
    // The proxy opens a socket again once it has noticed that the one before is closed.
    if (way === 'socket')
      await Promise.all(sick.map((server, i) => server.untilHandshake((handshakes[i] ?? 0) + 1)))
    // By the time another connection is answered, the proxy has noticed what happened to these.
    await this.proxy.fetch('/health')
  }

  /** Resolves when no row waits in the proxy and no call is in flight. */
  async untilRest() {
    const busy = () =>
      Object.entries(this.proxy.clusters.figures()).flatMap(([name, { waitingRows, replicas }]) => {
        const isIdle = waitingRows === 0 && replicas.every(({ callsUnderWay }) => callsUnderWay === 0)
        return isIdle ? [] : [{ name, waitingRows, replicas }]
      })
    await eventually(busy, ({ length }) => length === 0, EACH_TURN)
  }

  /** Resolves when this many requests in all have reached each batcher, and only faulty servers are still pending. */
  async untilAsked(times: number) {
    const unsettled = () =>
      Object.entries(this.proxy.clusters.figures()).flatMap(([name, { requests, outcomes }]) => {
        const settled = Object.values(outcomes).reduce((sum, count) => sum + count)
        const isSo = requests === times && (this.#isSick(name) || settled === times)
        return isSo ? [] : [{ name, requests, settled, of: times }]
      })
    await eventually(unsettled, ({ length }) => length === 0, EACH_TURN)
  }

  /**
   * Resolves with the one pending answer, that of the last of this many requests in all. When it waits for a faulty
   * server and all others have answered, its deadline passes at once.
   */
  async untilAnsweredOrStuck(answers: Promise<unknown>, times: number) {
    let isAnswered = false
    const touched = this.#touched
    answers.then(() => {
      isAnswered = true
    })
    // A call that was given up may reach its server only now, so that alone says nothing of this request.
    const seen = () => ({ isAnswered, isTouched: this.#touched > touched, isStuck: this.#isStuck(times) })
    await eventually(seen, ({ isTouched, isStuck }) => isAnswered || (isTouched && isStuck), EACH_TURN)
    if (!isAnswered) this.passDeadline()
  }

  /** Ends the deadline of every request sent so far. */
  passDeadline() {
    this.clock.move(DEADLINE_MS)
  }

  /** Whether only a faulty server has still to answer the last of this many requests. */
  #isStuck(times: number): boolean {
    const isFaulty = (address: string) => this.servers.sick.some((server) => server.address === address)
    return Object.entries(this.proxy.clusters.figures()).every(
      ([name, { requests, outcomes, waitingRows, replicas }]) => {
        if (requests !== times || waitingRows > 0) return false
        const settled = Object.values(outcomes).reduce((sum, count) => sum + count)
        if (name !== SICK) return settled === times
        const isWithFaulty = ({ address, callsUnderWay }: (typeof replicas)[number]) =>
          callsUnderWay > 0 === isFaulty(address)
        return settled < times && replicas.every(isWithFaulty)
      },
    )
  }

  /** Grows with every call and connection to a faulty server. */
  get #touched(): number {
    return this.servers.sick.reduce((sum, { accepted }) => sum + accepted, this.calls)
  }

  #isSick(name: string): boolean {
    return this.servers.sick.length > 1 || name === SICK
  }

  /** Resolves when the faulty servers were called: a deadline in virtual time may pass before the call arrives. */
  async untilCalled() {
    const seen = () => ({ callsToTheSick: this.calls })
    await eventually(seen, ({ callsToTheSick }) => callsToTheSick > 0, EACH_TURN)
  }

  /** How often the faulty servers were called. */
  get calls(): number {
    const { sick, way } = this.servers
    return sick.reduce((sum, { calls }) => sum + calls[way], 0)
  }

  async [Symbol.asyncDispose]() {
    await this.proxy[Symbol.asyncDispose]()
    // The proxy closes its connections to them.
    for (const server of this.servers.all) await server.untilConnections(0)
    for (const server of this.servers.all) await server[Symbol.asyncDispose]()
  }

  async #untilSockets(told: Told) {
    const { all, sick } = this.servers
    const listening = 'does' in told ? all : all.filter((server) => !sick.includes(server))
    await Promise.all(listening.map((server) => server.untilHandshake()))
    // An answer on another connection comes after the handshakes have been read.
    await this.proxy.fetch('/health')
  }
}
