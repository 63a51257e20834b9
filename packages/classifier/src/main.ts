import '@sepal/server/production'
import '@sepal/server/direct-connections'
import { join } from 'node:path'
import { loadManifest, ManifestError, manifestServing, servedEntries } from '@sepal/ensemble'
import {
  announce,
  createLog,
  Drain,
  listen,
  microseconds,
  readConfig,
  runMain,
  StartupError,
  warnOfMisspelt,
} from '@sepal/server'
import { createClassifier } from './app.ts'
import { ClassifierConfig } from './config.ts'
import { describeClassifier } from './metadata.ts'
import { type OpenClassifier, openClassifier } from './model/open-classifier.ts'
import { layoutOf } from './model/signature.ts'
import { inSlices } from './model/slices.ts'
import { startWorkerPool } from './model/worker-pool.ts'
import { InferenceQueue } from './queue/inference-queue.ts'

await runMain('classifier', main, { expected: [ManifestError] })

async function main() {
  const config = readConfig(ClassifierConfig, process.env)
  const folder = config.MODEL_DIR || join(import.meta.dir, '../../../models')
  const name = config.MODE
  const log = createLog({ name, level: config.LOG_LEVEL, format: config.LOG_FORMAT })
  warnOfMisspelt(log, process.env, Object.keys(ClassifierConfig.properties))
  const whole = await loadManifest(folder, { onOldForm: (advice) => log.warn({}, advice) })
  const manifest = manifestServing(whole, name)
  const entry = manifest?.classifiers[name]
  if (manifest === undefined || entry === undefined) {
    const known = Object.keys(servedEntries(whole)).join(', ')
    throw new StartupError(`MODE is "${name}", expected a classifier of ensemble.json: ${known}`)
  }
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
  const drain = new Drain()
  const app = createClassifier({
    name,
    manifest,
    codec,
    output,
    takesFloat32: model.takesFloat32,
    queue: new InferenceQueue(model, {
      limit: config.MAX_QUEUE,
      // A slow model's inference cannot be given up once begun: it takes as many rows as it has threads.
      batchRows: isSlow ? threads : maxCallRows,
      layout: layoutOf(signature),
      width: output.width,
    }),
    metadata: describeClassifier(name, { manifest, codec, output, model, sample: trial.prediction }),
    maxRows: config.MAX_ROWS,
    maxCallRows,
    maxBodyBytes: config.MAX_BODY_BYTES,
    drain,
    log,
  })
  listen(app, {
    host: config.HOST,
    port: config.PORT ?? entry.port,
    drainMs: config.DRAIN_MS,
    drainDelayMs: config.DRAIN_DELAY_MS,
    drain,
    reusePort: config.REUSE_PORT,
    log,
    release: () => model.release(),
  })
  announce({ sepal: 'ready' })
}

/** The model where it runs: beside the requests, or in threads of its own. */
function modelFor({ path, signature, codec, output, model, trial }: OpenClassifier, threads: number) {
  if (threads > 0) return startWorkerPool(path, signature, { inline: model, threads })
  return inSlices(model, { features: codec.features.length, width: output.width, rowMs: trial.p50Ms })
}
