import '@sepal/server/production'
import '@sepal/server/direct-connections'
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import {
  finalStage,
  loadManifest,
  type Manifest,
  ManifestError,
  STACK,
  servedEntries,
  serviceVariable,
} from '@sepal/ensemble'
import {
  announce,
  createLog,
  Drain,
  intakeOf,
  listen,
  readCertificates,
  readConfig,
  readSecret,
  refuseRenamed,
  runMain,
  serveCertificate,
  startTracing,
  warnOfMisspelt,
} from '@sepal/server'
import { quorumOf } from './answers/quorum.ts'
import { createProxy } from './app.ts'
import { ProxyConfig, renamedOptions } from './config.ts'
import { openDecisionLog } from './decision-log/open-decision-log.ts'
import { loadDecide } from './models/decide-module.ts'
import { loadModelCards } from './models/model-cards.ts'
import { stageOpener } from './open-stage.ts'
import { loadPageFiles } from './pages/page-files.ts'
import { corsOrigins } from './routes/cors-origins.ts'
import { Statistics } from './statistics/statistics.ts'
import { openAddress } from './system/open-address.ts'
import { HERE, replicaAddresses } from './system/replica-addresses.ts'
import { systemClock } from './system/system-clock.ts'
import { watchKeys } from './system/watched-keys.ts'
import { LocalClassifiers } from './transport/local/local-classifiers.ts'

/** How long writing the rest of the decision log may take at the end, ms. */
const FLUSH_MS = 2000

await runMain('proxy', main, { expected: [ManifestError] })

async function main() {
  refuseRenamed(process.env, renamedOptions)
  const config = readConfig(ProxyConfig, process.env)
  const folder = config.MODEL_DIR || join(import.meta.dir, '../../../models')
  const log = await createLog({ name: 'proxy', level: config.LOG_LEVEL, format: config.LOG_FORMAT })
  const tracing = await startTracing({ service: 'sepal-proxy', environment: process.env, log })
  const manifest = await loadManifest(folder, { onOldForm: (advice) => log.warn({ folder }, advice) })
  const decideRow = await loadDecide(folder, manifest)
  const { cards, trainingData, faults } = await loadModelCards(folder, manifest)
  for (const fault of [...faults.values()].flat()) log.warn({ folder }, fault)
  const page = await loadPageFiles(config.CONSOLE_DIR || consoleFolder())
  const variables = Object.keys(servedEntries(manifest)).map(serviceVariable)
  const addressesOf = <M extends Manifest>(part: M) => replicaAddresses(part, process.env, config.CLASSIFIERS)
  const final = finalStage(manifest)
  const everywhere = Object.entries({ ...addressesOf(manifest), ...(final && addressesOf(final)) })
  const here = everywhere.flatMap(([name, addresses]) => (addresses.includes(HERE) ? [name] : []))
  const local = await LocalClassifiers.start(here, {
    manifest,
    folder,
    environment: process.env,
    log,
    tracer: tracing?.tracer,
  })
  const options = [...Object.keys(ProxyConfig.properties), ...local.options, ...variables]
  warnOfMisspelt(log, process.env, options)
  const access = {
    token: readSecret({
      name: 'UPSTREAM_TOKEN',
      value: config.UPSTREAM_TOKEN,
      file: config.UPSTREAM_TOKEN_FILE,
    }),
    ca: config.UPSTREAM_CA ? readCertificates(config.UPSTREAM_CA, 'UPSTREAM_CA') : undefined,
  }
  const open = stageOpener({ config, addressesOf, local, access, log, tracer: tracing?.tracer })
  const { clusters, contractCheck } = open(manifest)
  const stage = final && open(final)
  const held = config.API_KEYS_FILE ? await watchKeys(config.API_KEYS_FILE, log) : undefined
  const certificate = await serveCertificate(config, log)
  const drain = new Drain()
  const decisionLog = openDecisionLog({
    config,
    manifest,
    shaOf: (name) =>
      (name === STACK && stage ? stage.contractCheck : contractCheck).metadataOf(name)?.model.sha256,
    clock: systemClock,
    wallClock: Date.now,
    log,
  })
  const app = createProxy({
    manifest,
    decideRow,
    identity: { name: `${hostname()}/${process.pid}`, sharesPort: config.REUSE_PORT },
    clusters,
    contractCheck,
    stage,
    addModelFigures: (metrics) => local.addFigures(metrics),
    now: systemClock.now,
    keys: held?.keys,
    certificate,
    partial: { isDefault: config.PARTIAL === 'allow', quorum: quorumOf(config.QUORUM, manifest) },
    timeouts: { defaultMs: config.DEADLINE_MS, maxMs: config.DEADLINE_MAX_MS },
    maxRows: config.MAX_ROWS,
    maxBodyBytes: config.MAX_BODY_BYTES,
    maxBatchBytes: config.MAX_BATCH_BYTES,
    intake: intakeOf(config),
    corsOrigins: corsOrigins(config.CORS_ORIGINS),
    hasConsole: config.CONSOLE === 'on',
    page,
    cards,
    trainingData,
    ...(config.STATISTICS === 'on' && {
      statistics: new Statistics({ manifest, cards, trainingData, now: systemClock.now }),
    }),
    decisionLog,
    drain,
    log,
    tracer: tracing?.tracer,
  })
  const stopping = new AbortController()
  const port = listen(app, {
    host: config.HOST,
    port: config.PORT,
    drainMs: config.DRAIN_MS,
    drainDelayMs: config.DRAIN_DELAY_MS,
    drain,
    reusePort: config.REUSE_PORT,
    maxConnections: config.MAX_CONNECTIONS,
    maxHeaderBytes: config.MAX_HEADER_BYTES,
    certificate,
    answerMs: config.DEADLINE_MAX_MS,
    log,
    release: async () => {
      stopping.abort()
      await decisionLog?.close(FLUSH_MS)
      held?.watch.stop()
      clusters.stop()
      stage?.clusters.stop()
      await Promise.all([local.release(), tracing?.stop()])
    },
  })
  const risk = openAddress(config.HOST, port, held !== undefined)
  if (risk !== undefined) log.warn({}, risk)
  await Promise.all([clusters.watch(), stage?.clusters.watch()])
  await Promise.all([contractCheck.watch(stopping.signal), stage?.contractCheck.watch(stopping.signal)])
  announce({ sepal: 'ready' })
}

/** Beside the bundle in the published package, in this repository where it is built. */
function consoleFolder(): string {
  const beside = join(import.meta.dir, 'console')
  return existsSync(beside) ? beside : join(import.meta.dir, '../../console/dist')
}
