import { join } from 'node:path'
import { loadManifest } from '@sepal/ensemble'
import { announce, createLog, listen, readConfig, runMain } from '@sepal/kit'
import { replicaAddresses } from './addresses.ts'
import { createProxy } from './app.ts'
import { ProxyConfig } from './config.ts'
import { createLanes } from './fanout/lane.ts'
import { Readiness } from './readiness.ts'

await runMain('proxy', async () => {
  const config = readConfig(ProxyConfig, process.env)
  const manifest = await loadManifest(config.MODEL_DIR || join(import.meta.dir, '../../../models'))
  const lanes = createLanes(manifest, replicaAddresses(manifest, process.env))
  const log = createLog({ name: 'proxy', level: config.LOG_LEVEL, format: config.LOG_FORMAT })
  const readiness = new Readiness(manifest, lanes, log)
  const app = createProxy({
    manifest,
    lanes,
    readiness,
    deadlineMs: config.DEADLINE_MS,
    maxRows: config.MAX_ROWS,
    maxBodyBytes: config.MAX_BODY_BYTES,
    log,
  })
  const stopping = new AbortController()
  listen(app, {
    host: config.HOST,
    port: config.PORT,
    drainMs: config.DRAIN_MS,
    log,
    release: async () => stopping.abort(),
  })
  await readiness.watch(stopping.signal)
  announce({ sepal: 'ready' })
})
