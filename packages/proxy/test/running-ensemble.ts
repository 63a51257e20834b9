import { RunningClassifier } from '@sepal/classifier/testing'
import { byClassifier, type ClassifierName, classifierNames, type Manifest } from '@sepal/ensemble'
import { type ProxyOptions, RunningProxy } from './running-proxy.ts'

/** A proxy in front of real classifiers, one per name of the manifest, until it goes out of scope. */
export class RunningEnsemble<const M extends Manifest> implements AsyncDisposable {
  private constructor(
    readonly proxy: RunningProxy<M>,
    private readonly classifiers: readonly RunningClassifier[],
  ) {}

  /** `folder` holds the manifest and its models. */
  static async start<const M extends Manifest>(
    manifest: M,
    folder: string,
    options?: ProxyOptions,
  ): Promise<RunningEnsemble<M>> {
    const started = await Promise.all(
      classifierNames(manifest).map(
        async (name): Promise<[ClassifierName<M>, RunningClassifier]> => [
          name,
          await RunningClassifier.start(name, { folder }),
        ],
      ),
    )
    const addresses = byClassifier<M, string>(started.map(([name, { address }]) => [name, address]))
    const proxy = await RunningProxy.start<M>(manifest, addresses, options)
    return new RunningEnsemble(
      await proxy.untilReady(),
      started.map(([, classifier]) => classifier),
    )
  }

  async [Symbol.asyncDispose]() {
    await this.proxy[Symbol.asyncDispose]()
    for (const classifier of this.classifiers) await classifier[Symbol.asyncDispose]()
  }
}
