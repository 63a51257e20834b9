import type { Manifest } from '@sepal/ensemble'
import {
  type Drain,
  Intake,
  type Log,
  microseconds,
  type ServedCertificate,
  type Tracer,
} from '@sepal/server'
import { type Classifier, createClassifier } from './app.ts'
import type { ClassifierConfig } from './config.ts'
import { describeClassifier } from './metadata.ts'
import { type OpenClassifier, openClassifier } from './model/open-classifier.ts'
import { layoutOf } from './model/signature.ts'
import { inSlices } from './model/slices.ts'
import { startWorkerPool } from './model/worker-pool.ts'
import { InferenceQueue } from './queue/inference-queue.ts'
import { proxyCalls } from './routes/proxy-calls.ts'

/** The options that do not depend on where a classifier runs. */
export type ClassifierOptions = Pick<
  ClassifierConfig,
  'MAX_QUEUE' | 'INLINE_MAX_MS' | 'INFERENCE_THREADS' | 'MAX_ROWS' | 'BATCH_MAX_ROWS' | 'MAX_BODY_BYTES'
>

export type StartOptions = {
  /** with the manifest and the models */
  folder: string
  manifest: Manifest
  config: ClassifierOptions
  /** called once the model is loaded; without it, whoever calls decides what is let in */
  openIntake?: () => Intake
  /** what proxies send; undefined: anybody may ask */
  upstreamToken?: string | undefined
  /** what it presents where it listens; absent if that is without TLS */
  certificate?: ServedCertificate | undefined
  drain: Drain
  log: Log
  /** records traces; nothing where none are exported */
  tracer?: Tracer | undefined
}

/** A classifier that has answered the manifest's sample and its golden rows, on no port yet. */
export type StartedClassifier = {
  app: Classifier
  queue: InferenceQueue
  /** SHA-256 of its model */
  sha256: string
  /** answers a call of a proxy in the same process, as its socket would */
  answer: ReturnType<typeof proxyCalls>
  /** gives the model back */
  release: () => Promise<void>
}

/**
 * Loads the model of a classifier and puts its app together.
 * @throws ContractError when the model does not fit the manifest or its golden rows
 */
export async function startClassifier(
  name: string,
  {
    folder,
    manifest,
    config,
    openIntake = () => new Intake(),
    upstreamToken,
    certificate,
    drain,
    log,
    tracer,
  }: StartOptions,
): Promise<StartedClassifier> {
  const opened = await openClassifier(folder, manifest, name)
  const { codec, output, trial, signature, golden } = opened
  const isSlow = trial.p50Ms > config.INLINE_MAX_MS
  const threads = isSlow ? config.INFERENCE_THREADS : 0
  const model = await modelFor(opened, threads)
  for (const note of [...model.repairs, ...model.notes]) log.info({ model: model.file }, note)
  log.info(
    { model: model.file, p50Ms: microseconds(trial.p50Ms), threads, ...(golden && { golden }) },
    'model loaded',
  )
  // MAX_ROWS limits HTTP requests; the proxy's calls hold rows of several.
  const maxCallRows = Math.max(config.MAX_ROWS, config.BATCH_MAX_ROWS)
  const queue = new InferenceQueue(model, {
    limit: config.MAX_QUEUE,
    // A slow model's inference cannot be given up once begun: it takes as many rows as it has threads.
    batchRows: isSlow ? threads : maxCallRows,
    layout: layoutOf(signature),
    width: output.width,
  })
  const metadata = describeClassifier(name, { manifest, codec, output, model, sample: trial.prediction })
  const deps = {
    name,
    manifest,
    codec,
    output,
    takesFloat32: model.takesFloat32,
    queue,
    metadata,
    maxRows: config.MAX_ROWS,
    maxCallRows,
    maxBodyBytes: config.MAX_BODY_BYTES,
    intake: openIntake(),
    upstreamToken,
    certificate,
    drain,
    log,
    tracer,
  }
  return {
    app: createClassifier(deps),
    queue,
    sha256: metadata.model.sha256,
    answer: proxyCalls(deps),
    release: () => model.release(),
  }
}

/** The model where it runs: beside the requests, or in threads of its own. */
function modelFor({ path, signature, codec, output, model, trial }: OpenClassifier, threads: number) {
  if (threads > 0) return startWorkerPool(path, signature, { inline: model, threads })
  return inSlices(model, { features: codec.features.length, width: output.width, rowMs: trial.p50Ms })
}
