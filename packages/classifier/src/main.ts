import { join } from 'node:path'
import { loadManifest } from '@sepal/ensemble'
import { announce, createLog, listen, readConfig, runMain, StartupError } from '@sepal/kit'
import { createClassifier } from './app.ts'
import { ClassifierConfig } from './config.ts'
import { describeClassifier } from './metadata.ts'
import { loadModel } from './model/session.ts'
import { trialPrediction } from './model/trial.ts'

await runMain('classifier', async () => {
  const config = readConfig(ClassifierConfig, process.env)
  const folder = config.MODEL_DIR || join(import.meta.dir, '../../../models')
  const manifest = await loadManifest(folder)
  const name = config.MODE
  const entry = manifest.classifiers[name]
  if (entry === undefined) {
    const known = Object.keys(manifest.classifiers).join(', ')
    throw new StartupError(`MODE is "${name}", expected a classifier of ensemble.json: ${known}`)
  }
  const { classes } = entry
  const shape = { features: manifest.features.length, classes: classes.length }
  const model = await loadModel(join(folder, entry.model), shape)
  const samplePrediction = await trialPrediction(model, manifest.sample)
  const log = createLog({ name, level: config.LOG_LEVEL, format: config.LOG_FORMAT })
  const app = createClassifier({
    name,
    manifest,
    entry,
    model,
    metadata: describeClassifier(name, manifest, { model, classes, samplePrediction }),
    maxRows: config.MAX_ROWS,
    maxQueue: config.MAX_QUEUE,
    maxBodyBytes: config.MAX_BODY_BYTES,
    log,
  })
  listen(app, {
    host: config.HOST,
    port: config.PORT ?? entry.port,
    drainMs: config.DRAIN_MS,
    log,
    release: () => model.release(),
  })
  announce({ sepal: 'ready' })
})
