import '@sepal/server/production'
import '@sepal/server/direct-connections'
import { join } from 'node:path'
import { loadManifest, ManifestError, manifestServing, servedEntries } from '@sepal/ensemble'
import {
  announce,
  createLog,
  Drain,
  intakeOf,
  listen,
  readConfig,
  readSecret,
  runMain,
  StartupError,
  serveCertificate,
  startTracing,
  warnOfMisspelt,
} from '@sepal/server'
import { ClassifierConfig } from './config.ts'
import { startClassifier } from './start-classifier.ts'

await runMain('classifier', main, { expected: [ManifestError] })

async function main() {
  const config = readConfig(ClassifierConfig, process.env)
  const folder = config.MODEL_DIR || join(import.meta.dir, '../../../models')
  const name = config.MODE
  const log = await createLog({ name, level: config.LOG_LEVEL, format: config.LOG_FORMAT })
  warnOfMisspelt(log, process.env, Object.keys(ClassifierConfig.properties))
  const tracing = await startTracing({ service: `sepal-${name}`, environment: process.env, log })
  const whole = await loadManifest(folder, { onOldForm: (advice) => log.warn({}, advice) })
  const manifest = manifestServing(whole, name)
  const entry = manifest?.classifiers[name]
  if (manifest === undefined || entry === undefined) {
    const known = Object.keys(servedEntries(whole)).join(', ')
    throw new StartupError(`MODE is "${name}", expected a classifier of ensemble.json: ${known}`)
  }
  const certificate = await serveCertificate(config, log)
  const upstreamToken = readSecret({
    name: 'UPSTREAM_TOKEN',
    value: config.UPSTREAM_TOKEN,
    file: config.UPSTREAM_TOKEN_FILE,
  })
  const drain = new Drain()
  const { app, release } = await startClassifier(name, {
    folder,
    manifest,
    config,
    openIntake: () => intakeOf(config),
    upstreamToken,
    certificate,
    drain,
    log,
    tracer: tracing?.tracer,
  })
  listen(app, {
    host: config.HOST,
    port: config.PORT ?? entry.port,
    drainMs: config.DRAIN_MS,
    drainDelayMs: config.DRAIN_DELAY_MS,
    drain,
    reusePort: config.REUSE_PORT,
    maxConnections: config.MAX_CONNECTIONS,
    maxHeaderBytes: config.MAX_HEADER_BYTES,
    certificate,
    log,
    release: async () => {
      await Promise.all([release(), tracing?.stop()])
    },
  })
  announce({ sepal: 'ready' })
}
