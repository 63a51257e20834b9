import { join } from 'node:path'
import { serviceVariable } from '@sepal/ensemble'
import { type System, type SystemOptions, startSystem } from '@sepal/launcher'
import type { Environment } from '@sepal/server/config'
import { CallMetrics } from './call-metrics.ts'
import type { Contestant, MeasuredProcess } from './contestant.ts'
import {
  askClassifiers,
  type ExpectedAnswers,
  wrongClassifierAnswer,
  wrongProxyAnswer,
} from './expected-answers.ts'
import { type SampleRow, sampleRows } from './sample-rows.ts'

export const REPOSITORY_MODELS = join(import.meta.dir, '../../../../models')

export type EnsembleOptions = {
  /** folder with the manifest and the models (default: the repository's) */
  models?: string
  /** number of processes of each classifier, by name */
  replicas?: Readonly<Record<string, number>>
  /** processes that share the proxy's port */
  proxies?: number
  /** receives each line of a server's output */
  onLine?: NonNullable<SystemOptions['onLine']>
  onEvent?: NonNullable<SystemOptions['onEvent']>
  /** options of the servers beyond their defaults */
  env?: Environment
}

/** Sepal as a user starts it, including logs, and what its classifiers answer. */
export class Ensemble implements AsyncDisposable {
  private constructor(
    readonly system: System,
    readonly rows: readonly SampleRow[],
    readonly expected: ExpectedAnswers,
    /** folder with the manifest and the models */
    readonly models: string,
    /** environment of contestants that call the same classifiers */
    readonly env: Environment,
  ) {}

  static async start({
    models = REPOSITORY_MODELS,
    replicas = {},
    proxies = 1,
    env = {},
    onLine,
    onEvent,
  }: EnsembleOptions = {}) {
    const system = await startSystem({
      models,
      replicas,
      proxies,
      port: 0,
      freePorts: true,
      env: { ...process.env, LOG_FORMAT: 'json', ...env },
      ...(onLine === undefined ? {} : { onLine }),
      ...(onEvent === undefined ? {} : { onEvent }),
    })
    try {
      const urls = classifierUrls(system)
      const rows = sampleRows(system.manifest)
      const services = [...urls].map(([name, url]) => [serviceVariable(name), new URL(url).host])
      return new Ensemble(system, rows, await askClassifiers(urls, rows), models, {
        ...env,
        ...Object.fromEntries(services),
        MODEL_DIR: models,
      })
    } catch (failure) {
      await system.stop()
      throw failure
    }
  }

  /** The environment of contestants when one classifier is elsewhere. */
  environmentWith(classifier: string, address: string): Environment {
    return { ...this.env, [serviceVariable(classifier)]: address }
  }

  /** Counts the calls of its classifiers. */
  readonly calls = new CallMetrics(() =>
    this.system.children
      .filter(({ spec }) => spec.name !== 'proxy')
      .map(({ spec, port }) => [spec.name, `http://${spec.host}:${port}`]),
  )

  /** Every classifier's processes. */
  classifierProcesses(): MeasuredProcess[] {
    return this.#processes().filter(({ name }) => name !== 'proxy')
  }

  /** The proxy with its classifiers. */
  get proxy(): Contestant {
    return {
      name: 'sepal',
      url: this.system.url,
      batchPath: '/predict/batch',
      wrongAnswer: (numbers, answer) => wrongProxyAnswer(this.expected, numbers, answer),
      processes: () => this.#processes(),
      calls: this.calls,
    }
  }

  /** The first classifier, called without the proxy. */
  get classifier(): Contestant {
    const [[name, url] = ['', '']] = classifierUrls(this.system)
    return {
      name: 'one classifier',
      url,
      batchPath: '/predict',
      wrongAnswer: (numbers, answer) => wrongClassifierAnswer(this.expected, { name, numbers }, answer),
      processes: () => this.#processes().filter((process) => process.name === name),
    }
  }

  #processes(): MeasuredProcess[] {
    return this.system.children.flatMap(({ label, pid }) => (pid === undefined ? [] : [{ name: label, pid }]))
  }

  [Symbol.asyncDispose]() {
    return this.system.kill()
  }
}

/** Where each classifier's first process answers, by its name. */
function classifierUrls(system: System): Map<string, string> {
  const first = system.children.filter(({ spec }) => spec.name !== 'proxy' && spec.replica === 1)
  return new Map(first.map(({ spec, port }) => [spec.name, `http://${spec.host}:${port}`]))
}
