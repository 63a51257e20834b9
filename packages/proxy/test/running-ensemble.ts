import { RunningClassifier } from '@sepal/classifier/testing'
import {
  byClassifier,
  type ClassifierName,
  classifierNames,
  finalStage,
  type Manifest,
  STACK,
} from '@sepal/ensemble'
import type { Tracer } from '@sepal/server'
import { type ProxyOptions, RunningProxy } from './running-proxy.ts'

/** A proxy in front of real classifiers, one per name of the manifest, until it goes out of scope. */
export class RunningEnsemble<const M extends Manifest> implements AsyncDisposable {
  private constructor(
    readonly proxy: RunningProxy<M>,
    private readonly classifiers: Map<string, RunningClassifier>,
  ) {}

  /** `folder` holds the manifest and its models. */
  static async start<const M extends Manifest>(
    manifest: M,
    folder: string,
    { classifierTracer, ...options }: ProxyOptions & { classifierTracer?: Tracer | undefined } = {},
  ): Promise<RunningEnsemble<M>> {
    const started = await Promise.all(
      classifierNames(manifest).map(
        async (name): Promise<[ClassifierName<M>, RunningClassifier]> => [
          name,
          await RunningClassifier.start(name, { folder, tracer: classifierTracer }),
        ],
      ),
    )
    const addresses = byClassifier<M, string>(started.map(([name, { address }]) => [name, address]))
    const final =
      finalStage(manifest) && (await RunningClassifier.start(STACK, { folder, tracer: classifierTracer }))
    const proxy = await RunningProxy.start<M>(manifest, addresses, {
      ...(final && { stackAddress: final.address }),
      ...options,
    })
    const classifiers = new Map<string, RunningClassifier>(started)
    if (final) classifiers.set(STACK, final)
    return new RunningEnsemble(await proxy.untilReady(), classifiers)
  }

  /** Of the classifiers that are there, `host:port`. */
  get addresses(): string[] {
    return Array.from(this.classifiers.values(), ({ address }) => address)
  }

  /** From now on nobody is there. */
  async stop(name: string) {
    await this.classifiers.get(name)?.[Symbol.asyncDispose]()
    this.classifiers.delete(name)
  }

  async [Symbol.asyncDispose]() {
    await this.proxy[Symbol.asyncDispose]()
    for (const classifier of this.classifiers.values()) await classifier[Symbol.asyncDispose]()
  }
}
