import { join } from 'node:path'
import { loadManifest, type Manifest } from '@sepal/ensemble'
import { type Environment, readConfig, serverOptions } from '@sepal/server/config'
import { StartupError } from '@sepal/server/startup-error'
import { Type } from '@sinclair/typebox'
import { addressOf } from './address.ts'
import { childEnvironment, withUpstreamToken } from './child-environment.ts'
import {
  type ChildSpec,
  LOOPBACK,
  labelOf,
  PROXY,
  type ProxyPlan,
  planClassifiers,
  planProxy,
  type Together,
  togetherOf,
} from './plan.ts'
import { type Address, checkPort, claimPort, type PortClaim } from './port-claim.ts'
import { type ChildEvent, SupervisedChild } from './supervised-child.ts'

const DEFAULT_PORT = 9000

/** The models that come with this repository. */
export const REPOSITORY_MODELS = join(import.meta.dir, '../../../models')

/** A child drains within DRAIN_DELAY_MS and DRAIN_MS; one that runs this much longer hangs, ms. */
const OVERSTAY_MS = 2000

export type SystemOptions = {
  /** folder with the manifest and the models; without it, the `models/` of this repository */
  models?: string
  /** address that the proxy listens on */
  host?: string
  /** port of the proxy; 0 takes any free one */
  port?: number
  /** number of processes of each classifier, by name */
  replicas?: Readonly<Record<string, number>>
  /** number of proxies, which share the port */
  proxies?: number
  /** whether classifiers take any free ports instead of the manifest's */
  freePorts?: boolean
  /** classifiers that run in the proxy's process, by name; none by default */
  together?: Together
  /** what the children inherit, except for HTTP proxies; their options are read from it */
  env?: Environment
  /** whether children write to this process's standard output by themselves; `onLine` gets their standard error then */
  inheritsOutput?: boolean
  /** takes each line that a child writes */
  onLine?: (child: SupervisedChild, line: string) => void
  onEvent?: (event: ChildEvent) => void
}

/** The classifiers and proxies of one ensemble as processes. They start at once; `ready` resolves when they serve. */
export class System implements AsyncDisposable {
  readonly #options: SystemOptions
  readonly #env: Environment
  readonly #models: string
  readonly #graceMs: number
  readonly #classifiers: readonly SupervisedChild[]
  readonly #proxies: SupervisedChild[] = []
  /** the classifiers in the proxy's process */
  readonly together: readonly string[]
  readonly #stopped = Promise.withResolvers<void>()
  #claim: PortClaim | undefined
  #isStopping = false

  /** Resolves when every process is ready. When one cannot start, all are stopped and it rejects with a StartupError. */
  readonly ready: Promise<void>

  /**
   * @throws UsageError for a classifier that the manifest does not have, or replicas of one in the proxy's process
   * @throws StartupError for an environment variable with a wrong value
   */
  constructor(
    readonly manifest: Manifest,
    options: SystemOptions = {},
  ) {
    const { models = REPOSITORY_MODELS, replicas = {}, freePorts = false, env = process.env } = options
    this.#options = options
    this.#env = withUpstreamToken(childEnvironment(env), () => crypto.getRandomValues(new Uint8Array(32)))
    this.#models = models
    const { DRAIN_MS, DRAIN_DELAY_MS } = serverOptions
    const drain = readConfig(Type.Object({ DRAIN_MS, DRAIN_DELAY_MS }), env)
    this.#graceMs = drain.DRAIN_DELAY_MS + drain.DRAIN_MS + OVERSTAY_MS
    this.together = togetherOf(manifest, options.together ?? [], env)
    const specs = planClassifiers(manifest, { models, replicas, freePorts, together: this.together })
    this.#classifiers = specs.map((spec) => this.#supervise(spec))
    this.ready = this.#start()
    // A system may be stopped before it is ready, without anyone waiting for `ready`.
    this.ready.catch(() => {})
  }

  /** The proxy's address, without a trailing slash; known once `ready`. */
  get url(): string {
    const { spec, port } = this.child(PROXY)
    const address = addressOf(spec.host, port)
    return this.#env.TLS_CERT ? address.replace(/^http:/, 'https:') : address
  }

  /** The web console's address, unless CONSOLE=off. */
  get consoleUrl(): string | undefined {
    return this.#env.CONSOLE === 'off' ? undefined : `${this.url}/console`
  }

  /** All supervised processes, classifiers first. */
  get children(): readonly SupervisedChild[] {
    return [...this.#classifiers, ...this.#proxies]
  }

  /** The process of a classifier, or of `proxy`. Throws when there is none. */
  child(name: string, replica = 1): SupervisedChild {
    const found = this.children.find(({ spec }) => spec.name === name && spec.replica === replica)
    if (found === undefined) throw new Error(`there is no process ${labelOf({ name, replica })}`)
    return found
  }

  /** Resolves when every process has ended for good. */
  get stopped(): Promise<void> {
    return this.#stopped.promise
  }

  /**
   * Ends the proxies and then the classifiers, which nothing calls any more. Each may take DRAIN_MS to finish its
   * requests and is killed two seconds later.
   */
  async stop(): Promise<void> {
    if (!this.#isStopping) {
      this.#isStopping = true
      await endAll(this.#proxies, this.#graceMs)
      await endAll(this.#classifiers, this.#graceMs)
      this.#claim?.[Symbol.dispose]()
      this.#stopped.resolve()
    }
    await this.stopped
  }

  /** Kills everything at once, requests or not. */
  async kill(): Promise<void> {
    await endAll(this.children, 0)
    await this.stop()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  async #start(): Promise<void> {
    try {
      await this.#startProxies()
      await Promise.all(this.children.map(({ ready }) => ready))
    } catch (failure) {
      await this.stop()
      throw failure
    }
  }

  /** When all ports are known beforehand, the proxies start together with the classifiers. */
  async #startProxies(): Promise<void> {
    const { proxies = 1 } = this.#options
    const [{ host, port }, ports] = await Promise.all([this.#proxyAddress(), this.#classifierPorts()])
    const { together } = this
    const plan = { models: this.#models, host, port, ports, together, sharesPort: proxies > 1 }
    for (let replica = 1; replica <= proxies; replica += 1) this.#startProxy({ ...plan, replica })
  }

  /** One proxy takes its port by itself; several share one, which is claimed for this system first. */
  async #proxyAddress(): Promise<Address> {
    const { host = LOOPBACK, port = DEFAULT_PORT, proxies = 1 } = this.#options
    if (proxies === 1) {
      await checkPort({ host, port })
      return { host, port }
    }
    this.#claim = await claimPort({ host, port })
    return { host, port: this.#claim.port }
  }

  async #classifierPorts(): Promise<Map<string, number[]>> {
    const ports = new Map<string, number[]>()
    for (const { spec, listening } of this.#classifiers) {
      const port = spec.port || (await listening)
      ports.set(spec.name, [...(ports.get(spec.name) ?? []), port])
    }
    return ports
  }

  #startProxy(plan: ProxyPlan): SupervisedChild {
    if (this.#isStopping) throw new StartupError('the system was stopped before it was ready')
    const proxy = this.#supervise(planProxy(plan))
    this.#proxies.push(proxy)
    return proxy
  }

  #supervise(spec: ChildSpec): SupervisedChild {
    const { onLine = () => {}, onEvent = () => {}, inheritsOutput = false } = this.#options
    return new SupervisedChild(spec, { env: this.#env, onLine, onEvent, inheritsOutput })
  }
}

function endAll(children: readonly SupervisedChild[], graceMs: number) {
  return Promise.all(children.map((child) => child.stop(graceMs)))
}

/**
 * Starts the ensemble of a folder and waits until it serves: `await using system = await startSystem({ … })`.
 * @throws UsageError, ManifestError or StartupError with the reason why it cannot start; nothing is left running
 */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const manifest = await loadManifest(options.models ?? REPOSITORY_MODELS)
  const system = new System(manifest, options)
  await system.ready
  return system
}
