import { classifierFeatures, loadManifest, manifestServing, outputOf, RowCodec } from '@sepal/ensemble'
import { Drain, Intake, silentLog, type Tls } from '@sepal/server'
import { RunningServer } from '@sepal/server/testing'
import { createClassifier } from '../src/app.ts'
import type { ClassifierDeps } from '../src/deps.ts'
import { describeClassifier } from '../src/metadata.ts'
import type { Model } from '../src/model/model.ts'
import { openClassifier } from '../src/model/open-classifier.ts'
import { layoutOf } from '../src/model/signature.ts'
import { signatureOf } from '../src/model/signature-of.ts'
import { InferenceQueue } from '../src/queue/inference-queue.ts'
import { irisFolder } from './model-folder.ts'

export type ClassifierOptions = {
  /** with `ensemble.json` and the models; this repository's own by default */
  folder?: string
  /** stands in for the model in the folder */
  model?: Model
  maxQueue?: number
  /** with this it speaks TLS */
  tls?: Tls | undefined
} & Partial<
  Pick<
    ClassifierDeps,
    | 'tracer'
    | 'log'
    | 'drain'
    | 'maxRows'
    | 'maxCallRows'
    | 'maxBodyBytes'
    | 'intake'
    | 'metadata'
    | 'upstreamToken'
    | 'certificate'
  >
>

/** All that `createClassifier` takes, as `main.ts` puts it together. */
export async function classifierDeps(
  name: string,
  { folder = irisFolder, maxQueue = 1024, ...options }: ClassifierOptions = {},
): Promise<ClassifierDeps & { model: Model }> {
  const manifest = manifestServing(await loadManifest(folder), name)
  const entry = manifest?.classifiers[name]
  if (manifest === undefined || entry === undefined) throw new RangeError(`no classifier "${name}"`)
  const codec = new RowCodec(manifest, classifierFeatures(manifest, name))
  const output = outputOf(entry)
  const opened = options.model ? undefined : await openClassifier(folder, manifest, name)
  const model = options.model ?? opened?.model
  if (model === undefined) throw new Error('no model')
  const sample = opened?.trial.prediction ?? new Float32Array(output.width)
  return {
    name,
    manifest,
    codec,
    output,
    takesFloat32: model.takesFloat32,
    model,
    queue: new InferenceQueue(model, {
      limit: maxQueue,
      batchRows: 4096,
      layout: layoutOf(signatureOf(manifest, name)),
      width: output.width,
    }),
    metadata: describeClassifier(name, { manifest, codec, output, model, sample }),
    maxRows: 4096,
    maxCallRows: 4096,
    maxBodyBytes: 1_048_576,
    intake: new Intake(),
    drain: new Drain(),
    log: silentLog,
    ...options,
  }
}

/** A real classifier on a port of its own, until it goes out of scope. */
export class RunningClassifier extends RunningServer {
  private constructor(
    readonly deps: Awaited<ReturnType<typeof classifierDeps>>,
    tls?: Tls,
  ) {
    super(createClassifier(deps), tls)
  }

  static async start(name: string, { tls, ...options }: ClassifierOptions = {}): Promise<RunningClassifier> {
    return new RunningClassifier(await classifierDeps(name, options), tls)
  }

  override async [Symbol.asyncDispose]() {
    await super[Symbol.asyncDispose]()
    await this.deps.model.release()
  }
}
