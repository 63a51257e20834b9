import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serviceVariable } from '@sepal/ensemble'
import type { Environment } from '@sepal/server/config'
import { CallMetrics } from './call-metrics.ts'
import { commands, type PythonCommands, proxyOf } from './commands.ts'
import { type CallCounter, type Contestant, LIMIT } from './contestant.ts'
import { Ensemble, type EnsembleOptions } from './ensemble.ts'
import { wrongProxyAnswer, wrongShape } from './expected-answers.ts'
import { ServerProcess } from './server-process.ts'
import { type StartedOptions, StartedSepal } from './started-sepal.ts'
import { tritonContestant } from './triton.ts'

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
    const server = await this.#start(LIMIT, commands.doNothing, env)
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

  /** `bun start` as a user runs it, with its log in a file. */
  async started(name: string, options?: StartedOptions): Promise<Contestant> {
    const { expected } = this.ensemble
    const sepal = this.#processes.use(await StartedSepal.start(options))
    return {
      name,
      url: sepal.url,
      batchPath: '/predict/batch',
      wrongAnswer: (numbers, answer) => wrongProxyAnswer(expected, numbers, answer),
      processes: () => sepal.processes(),
    }
  }

  /** FastAPI and aiohttp in front of the same classifiers, mosec and Triton with the same models. */
  async python({ fastapi, mosec, triton }: PythonCommands, upstreams: Upstreams): Promise<Contestant[]> {
    const { expected } = this.ensemble
    // They are killed, and cannot remove what they write.
    const folder = await mkdtemp(join(tmpdir(), 'sepal-python-'))
    this.#processes.defer(() => rm(folder, { recursive: true }))
    const env = { ...this.ensemble.env, TMPDIR: folder }
    const server = await this.#start('mosec', mosec, env)
    return [
      await this.#proxy('FastAPI, aiohttp', fastapi, upstreams),
      {
        name: server.name,
        url: server.url,
        batchPath: '/predict/batch',
        wrongAnswer: (numbers, answer) => wrongProxyAnswer(expected, numbers, answer),
        processes: () => server.processes(),
      },
      tritonContestant(await this.#start('Triton, Python models', triton, env), expected),
    ]
  }

  naive(upstreams?: Upstreams): Promise<Contestant> {
    return this.#proxy('naive (Elysia, Eden)', commands.naive, upstreams)
  }

  fastify(upstreams?: Upstreams): Promise<Contestant> {
    return this.#proxy('Fastify, undici', commands.fastify, upstreams)
  }

  /** A proxy of its own for the classifiers, with other options or of another checkout. */
  sepalAs(name: string, { env = {}, checkout }: ProxyOptions = {}): Promise<Contestant> {
    const command = checkout === undefined ? commands.proxy : proxyOf(checkout)
    const upstreams = this.#upstreams()
    return this.#proxy(name, command, { ...upstreams, env: { ...upstreams.env, ...env } })
  }

  /** Sepal's proxy, for classifiers that the launcher did not start. */
  sepalWith(upstreams: Upstreams): Promise<Contestant> {
    return this.#proxy('sepal', commands.proxy, upstreams)
  }

  /** A process with nothing but the model for each classifier. */
  async bareUpstreams(): Promise<Upstreams> {
    const names = [...this.ensemble.expected.keys()]
    const servers = await Promise.all(
      names.map((name) => this.#start(name, commands.bareClassifier, { ...this.ensemble.env, MODE: name })),
    )
    const services = servers.map(({ name, port }) => [serviceVariable(name), `127.0.0.1:${port}`])
    return { env: { ...this.ensemble.env, ...Object.fromEntries(services) }, processes: () => servers }
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
      processes: () => [...server.processes(), ...upstreams.processes()],
      ...(upstreams.calls && { calls: upstreams.calls }),
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

export type ProxyOptions = {
  env?: Environment
  /** a checkout of Sepal with its packages installed (default: this one) */
  checkout?: string
}

/** The classifiers that a proxy calls. */
export type Upstreams = {
  /** their addresses */
  env: Environment
  calls?: CallCounter
  processes: Contestant['processes']
}
