import { join } from 'node:path'
import { classifierFeatures, loadManifest, outputOf, sampleRow } from '@sepal/ensemble'
import { Drain, silentLog } from '@sepal/server'
import { RunningServer } from '@sepal/server/testing'
import { createClassifier } from '../src/app.ts'
import type { ClassifierDeps } from '../src/deps.ts'
import { describeClassifier } from '../src/metadata.ts'
import type { Model } from '../src/model/model.ts'
import { loadModel } from '../src/model/session.ts'
import { tryModel } from '../src/model/trial.ts'
import { InferenceQueue } from '../src/schedule/inference-queue.ts'
import { irisFolder } from './model-folder.ts'

export type ClassifierOptions = {
  /** with `ensemble.json` and the models; this repository's own by default */
  folder?: string
  /** stands in for the model in the folder */
  model?: Model
  maxQueue?: number
} & Partial<Pick<ClassifierDeps, 'log' | 'drain' | 'maxRows' | 'maxCallRows' | 'maxBodyBytes' | 'metadata'>>

/** All that `createClassifier` takes, as `main.ts` puts it together. */
export async function classifierDeps(
  name: string,
  { folder = irisFolder, maxQueue = 1024, ...options }: ClassifierOptions = {},
): Promise<ClassifierDeps & { model: Model }> {
  const manifest = await loadManifest(folder)
  const entry = manifest.classifiers[name]
  if (entry === undefined) throw new RangeError(`no classifier "${name}"`)
  const classes = [...outputOf(entry).classes]
  const features = classifierFeatures(manifest, name)
  const shape = { features: features.length, classes: classes.length }
  const model = options.model ?? (await loadModel(join(folder, entry.model), shape))
  const samplePrediction = options.model
    ? []
    : (await tryModel(model, sampleRow(manifest, features).map(Number))).prediction
  return {
    name,
    manifest,
    entry,
    model,
    queue: new InferenceQueue(model, { limit: maxQueue, batchNumbers: 4096 * shape.features }),
    metadata: describeClassifier(name, manifest, { model, classes, samplePrediction }),
    maxRows: 4096,
    maxCallRows: 4096,
    maxBodyBytes: 1_048_576,
    drain: new Drain(),
    log: silentLog,
    ...options,
  }
}

/** A real classifier on a port of its own, until it goes out of scope. */
export class RunningClassifier extends RunningServer {
  private constructor(readonly deps: Awaited<ReturnType<typeof classifierDeps>>) {
    super(createClassifier(deps))
  }

  static async start(name: string, options?: ClassifierOptions): Promise<RunningClassifier> {
    return new RunningClassifier(await classifierDeps(name, options))
  }

  override async [Symbol.asyncDispose]() {
    await super[Symbol.asyncDispose]()
    await this.deps.model.release()
  }
}
