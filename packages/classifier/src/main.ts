import '@sepal/server/production'
import '@sepal/server/direct-connections'
import { join } from 'node:path'
import { classifierFeatures, loadManifest, outputOf, RowCodec, sampleRow } from '@sepal/ensemble'
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
import { loadModel } from './model/session.ts'
import { inSlices } from './model/slices.ts'
import { tryModel } from './model/trial.ts'
import { startWorkerPool } from './model/worker-pool.ts'
import { InferenceQueue } from './schedule/inference-queue.ts'

await runMain('classifier', async () => {
  const config = readConfig(ClassifierConfig, process.env)
  const folder = config.MODEL_DIR || join(import.meta.dir, '../../../models')
  const manifest = await loadManifest(folder)
  const name = config.MODE
  const entry = Object.hasOwn(manifest.classifiers, name) ? manifest.classifiers[name] : undefined
  if (entry === undefined) {
    const known = Object.keys(manifest.classifiers).join(', ')
    throw new StartupError(`MODE is "${name}", expected a classifier of ensemble.json: ${known}`)
  }
  const classes = [...outputOf(entry).classes]
  const features = classifierFeatures(manifest, name)
  const shape = { features: features.length, classes: classes.length }
  const sample = new RowCodec(manifest, features).encode([sampleRow(manifest, features)]).rows[0] ?? []
  const path = join(folder, entry.model)
  const inline = await loadModel(path, shape)
  const trial = await tryModel(inline, [...sample])
  const isSlow = trial.p50Ms > config.INLINE_MAX_MS
  const model = isSlow
    ? await startWorkerPool(path, shape, { inline, threads: config.INFERENCE_THREADS })
    : inSlices(inline, { features: shape.features, rowMs: trial.p50Ms })
  const log = createLog({ name, level: config.LOG_LEVEL, format: config.LOG_FORMAT })
  warnOfMisspelt(log, process.env, Object.keys(ClassifierConfig.properties))
  log.info(
    { model: model.file, p50Ms: microseconds(trial.p50Ms), threads: isSlow ? config.INFERENCE_THREADS : 0 },
    'model loaded',
  )
  // MAX_ROWS is for who asks over HTTP: a lower one must not refuse what the proxy has put together.
  const maxCallRows = Math.max(config.MAX_ROWS, config.BATCH_MAX_ROWS)
  const drain = new Drain()
  const app = createClassifier({
    name,
    manifest,
    entry,
    queue: new InferenceQueue(model, {
      limit: config.MAX_QUEUE,
      // What a slow model has begun cannot be given up: it takes as many rows as it has threads.
      batchNumbers: shape.features * (isSlow ? config.INFERENCE_THREADS : maxCallRows),
    }),
    metadata: describeClassifier(name, manifest, { model, classes, samplePrediction: trial.prediction }),
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
})
