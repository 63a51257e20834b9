import { expect, setDefaultTimeout, test } from 'bun:test'
import { irisFolder } from '@sepal/classifier/testing'
import { startSystem } from '@sepal/launcher'
import { fuzz } from './fuzz/fuzz.ts'
import { writeMixed } from './fuzz/mixed-ensemble.ts'
import { SickEnsemble } from './fuzz/sick-ensemble.ts'
import { wellTarget } from './fuzz/target.ts'

/** Whole systems start here, on busy machines, ms. */
setDefaultTimeout(120_000)

/** Always the same requests, some for each server: `bun run fuzz` tries others, and many more. */
const REQUESTS = { requests: 900, batch: 150, seed: 42, connections: 16, say: () => {} }
/** Another fault in each batch. */
const REQUESTS_UNDER_FAULTS = { ...REQUESTS, batch: 75 }

test.each([
  ['an ensemble of numbers', () => Promise.resolve({ path: irisFolder, async [Symbol.asyncDispose]() {} })],
  ['an ensemble with every kind of feature and output', writeMixed],
])('generated requests make no server of %s fail, die or give undocumented answers', async (_, write) => {
  const events: string[] = []
  await using folder = await write()
  await using system = await startSystem({
    models: folder.path,
    port: 0,
    freePorts: true,
    env: { ...process.env, LOG_LEVEL: 'error' },
    onLine: ({ label }, line) => events.push(`${label}: ${line}`),
    onEvent: ({ is, child }) => events.push(`${child.label} ${is}`),
  })
  const report = await fuzz(await wellTarget(system, folder.path), REQUESTS)
  expect(report.faults).toEqual([])
  expect(events).toEqual([])
  for (const status of [200, 400, 404, 405, 415, 422, 426]) expect(report.statuses[status]).toBeGreaterThan(0)
})

test('generated requests make the proxy neither fail nor give undocumented answers while classifiers fail', async () => {
  await using sick = await SickEnsemble.start()
  const report = await fuzz(await sick.target(), REQUESTS_UNDER_FAULTS)
  expect(report.faults).toEqual([])
  expect(sick.proxy.complaints.filter((line) => line.includes('request failed'))).toEqual([])
  for (const status of [200, 400, 422, 502, 503]) expect(report.statuses[status]).toBeGreaterThan(0)
})
