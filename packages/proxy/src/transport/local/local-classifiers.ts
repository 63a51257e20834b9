import type { StartedClassifier } from '@sepal/classifier/start'
import { type Manifest, manifestServing } from '@sepal/ensemble'
import {
  Drain,
  type Environment,
  type Log,
  type Metrics,
  type RequestLine,
  readConfig,
  StartupError,
  type Tracer,
} from '@sepal/server'
import type { ClassifierTransport } from '../classifier-transport.ts'
import { LocalClassifier, type LocalClassifierOptions } from './local-classifier.ts'

export type LocalOptions = {
  manifest: Manifest
  /** with the manifest and the models */
  folder: string
  /** has the classifiers' options */
  environment: Environment
  log: Log
  /** records traces; nothing where none are exported */
  tracer?: Tracer | undefined
}

/** The classifiers that run in this process. */
export class LocalClassifiers {
  private constructor(
    private readonly started: ReadonlyMap<string, StartedClassifier>,
    private readonly code: ClassifierCode | undefined,
  ) {}

  /**
   * Loads their models, one after the other: how long an inference takes is measured meanwhile.
   * @throws StartupError when a model does not fit the manifest or its golden rows, or this build has no classifiers
   */
  static async start(names: readonly string[], options: LocalOptions): Promise<LocalClassifiers> {
    const started = new Map<string, StartedClassifier>()
    if (names.length === 0) return new LocalClassifiers(started, undefined)
    const code = await loadCode(names)
    const { manifest, folder, environment, log, tracer } = options
    for (const name of names) {
      const config = readConfig(code.ClassifierConfig, { ...environment, MODE: name })
      const part = manifestServing(manifest, name) ?? manifest
      const own = { manifest: part, folder, config, drain: new Drain(), log: ofClassifier(log, name), tracer }
      started.set(name, await startNamed(name, code.startClassifier(name, own)))
    }
    return new LocalClassifiers(started, code)
  }

  /** The names of their options. */
  get options(): readonly string[] {
    return Object.keys(this.code?.ClassifierConfig.properties ?? {})
  }

  /** The way to one of them; nothing for a classifier that runs elsewhere. */
  connect(name: string, options: LocalClassifierOptions): ClassifierTransport | undefined {
    const classifier = this.started.get(name)
    return classifier && new LocalClassifier(classifier, options)
  }

  /** Adds what a classifier server tells of its model on `/metrics`. */
  addFigures(metrics: Metrics) {
    this.code?.addModelFigures(metrics, this.started)
  }

  /** Gives the models back. */
  async release() {
    await Promise.all(Array.from(this.started.values(), ({ release }) => release()))
  }
}

type ClassifierCode = Awaited<ReturnType<typeof loadCode>>

/** Where several run, the reason why one cannot is told with its name. */
async function startNamed<S>(name: string, starting: Promise<S>): Promise<S> {
  try {
    return await starting
  } catch (cause) {
    throw cause instanceof StartupError ? new StartupError(`${name}: ${cause.message}`, { cause }) : cause
  }
}

/** Only when it is wanted: without it, a proxy needs no ONNX Runtime, and its image has none. */
async function loadCode(names: readonly string[]) {
  try {
    return await import('@sepal/classifier/start')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StartupError(
      `${names.join(', ')} should run here, but this build of the proxy has no classifiers (${reason})`,
      { cause },
    )
  }
}

/** The log of this process, whose lines name the classifier. Its calls are requests of the proxy's, which are logged already. */
function ofClassifier(log: Log, classifier: string): Log {
  const own = log.with({ classifier })
  return Object.assign(own, { request: (line: RequestLine) => own.debug(line, 'request') })
}
