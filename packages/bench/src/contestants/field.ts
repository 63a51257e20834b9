import { startSystem } from '@sepal/launcher'
import type { Environment } from '@sepal/server/config'
import { CallMetrics } from './call-metrics.ts'
import { commands } from './commands.ts'
import type { CallCounter, Contestant } from './contestant.ts'
import { Ensemble, type EnsembleOptions } from './ensemble.ts'
import { wrongProxyAnswer, wrongShape } from './expected-answers.ts'
import { ServerProcess } from './server-process.ts'

/** Contestants that run at the same time in their own processes, in front of the same classifiers. */
export class Field implements AsyncDisposable {
  readonly #processes = new AsyncDisposableStack()

  private constructor(readonly ensemble: Ensemble) {
    this.#processes.use(ensemble)
  }

  static async start(options?: EnsembleOptions): Promise<Field> {
    return new Field(await Ensemble.start(options))
  }

  /** A route that checks and answers as the proxy's does, and calls no classifier. */
  async doNothing(): Promise<Contestant> {
    const { expected, env } = this.ensemble
    const server = await this.#start('do-nothing route', commands.doNothing, env)
    return {
      name: server.name,
      url: server.url,
      batchPath: '/predict/batch',
      wrongAnswer: (numbers, answer) => wrongShape(expected, numbers, answer),
      processes: () => [server],
    }
  }

  /** All models in one process, without batching or log. */
  async monolith(): Promise<Contestant> {
    const { expected, env } = this.ensemble
    const server = await this.#start('monolith', commands.monolith, env)
    return {
      name: server.name,
      url: server.url,
      batchPath: '/predict/batch',
      wrongAnswer: (numbers, answer) => wrongProxyAnswer(expected, numbers, answer),
      processes: () => [server],
    }
  }

  /** Sepal with its classifiers in the proxy's process. */
  async together(): Promise<Contestant> {
    const { expected, models } = this.ensemble
    const system = await startSystem({
      models,
      together: 'all',
      port: 0,
      env: { ...process.env, LOG_FORMAT: 'json' },
    })
    this.#processes.defer(() => system.kill())
    return {
      name: 'sepal --together',
      url: system.url,
      batchPath: '/predict/batch',
      wrongAnswer: (numbers, answer) => wrongProxyAnswer(expected, numbers, answer),
      processes: () =>
        system.children.flatMap(({ label, pid }) => (pid === undefined ? [] : [{ name: label, pid }])),
    }
  }

  naive(upstreams?: Upstreams): Promise<Contestant> {
    return this.#proxy('naive (Elysia, Eden)', commands.naive, upstreams)
  }

  fastify(upstreams?: Upstreams): Promise<Contestant> {
    return this.#proxy('Fastify, undici', commands.fastify, upstreams)
  }

  /** Sepal's proxy, for classifiers that the launcher did not start. */
  sepalWith(upstreams: Upstreams): Promise<Contestant> {
    return this.#proxy('sepal', commands.proxy, upstreams)
  }

  /** The first classifier of the ensemble with each call slowed down, beside the unchanged others. */
  async slowUpstreams(callMs: number): Promise<Upstreams> {
    const [[name = ''] = []] = this.ensemble.expected
    const server = await ServerProcess.start({
      name,
      command: commands.slowClassifier,
      env: { ...this.ensemble.env, MODE: name, CALL_MS: String(callMs) },
    })
    this.#processes.use(server)
    const others = this.ensemble.classifierProcesses().filter((process) => process.name !== name)
    const env = this.ensemble.environmentWith(name, `127.0.0.1:${server.port}`)
    const calls = new CallMetrics(() => [[name, server.url]])
    return { env, calls, processes: () => [server, ...others] }
  }

  async #proxy(name: string, command: readonly string[], upstreams = this.#upstreams()): Promise<Contestant> {
    const { expected } = this.ensemble
    const server = await this.#start(name, command, upstreams.env)
    return {
      name,
      url: server.url,
      batchPath: '/predict/batch',
      wrongAnswer: (numbers, answer) => wrongProxyAnswer(expected, numbers, answer),
      processes: () => [{ name: 'proxy', pid: server.pid }, ...upstreams.processes()],
      calls: upstreams.calls,
    }
  }

  #upstreams(): Upstreams {
    const { env, calls } = this.ensemble
    return { env, calls, processes: () => this.ensemble.classifierProcesses() }
  }

  async #start(name: string, command: readonly string[], env: Environment): Promise<ServerProcess> {
    return this.#processes.use(await ServerProcess.start({ name, command, env }))
  }

  [Symbol.asyncDispose]() {
    return this.#processes.disposeAsync()
  }
}

/** The classifiers that a proxy calls. */
export type Upstreams = {
  /** their addresses */
  env: Environment
  calls: CallCounter
  processes: Contestant['processes']
}
