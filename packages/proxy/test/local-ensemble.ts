import { classifierNames, type Manifest, mapClassifiers } from '@sepal/ensemble'
import { type Environment, silentLog } from '@sepal/server'
import { HERE } from '../src/system/replica-addresses.ts'
import { systemClock } from '../src/system/system-clock.ts'
import { expectedOf } from '../src/transport/expected-answer.ts'
import { LocalClassifiers } from '../src/transport/local/local-classifiers.ts'
import { type ProxyOptions, RunningProxy } from './running-proxy.ts'

/** A proxy with all of its classifiers in its process, put together as `main.ts` does it, until it goes out of scope. */
export class LocalEnsemble<const M extends Manifest> implements AsyncDisposable {
  private constructor(
    readonly proxy: RunningProxy<M>,
    private readonly classifiers: LocalClassifiers,
  ) {}

  /** `folder` holds the manifest and its models; `environment` has options of the classifiers. */
  static async start<const M extends Manifest>(
    manifest: M,
    folder: string,
    { environment = {}, ...options }: ProxyOptions & { environment?: Environment } = {},
  ): Promise<LocalEnsemble<M>> {
    const classifiers = await LocalClassifiers.start(classifierNames(manifest), {
      manifest,
      folder,
      environment,
      log: silentLog,
      tracer: options.tracer,
    })
    const here = mapClassifiers(manifest, () => HERE)
    const proxy = await RunningProxy.start<M>(manifest, here, {
      ...options,
      addModelFigures: (metrics) => classifiers.addFigures(metrics),
      connect: (name) => {
        const expected = expectedOf(manifest, name)
        const local = classifiers.connect(name, {
          expected,
          now: systemClock.now,
          onVerdict: () => {},
          unrecorded: options.tracer?.unrecorded,
        })
        if (local === undefined) throw new Error(`${name} does not run here`)
        return local
      },
    })
    return new LocalEnsemble(await proxy.untilReady(), classifiers)
  }

  async [Symbol.asyncDispose]() {
    await this.proxy[Symbol.asyncDispose]()
    await this.classifiers.release()
  }
}
