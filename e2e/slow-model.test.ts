import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { ModelFolder } from '@sepal/classifier/testing'
import { writeHeavyModel } from '@sepal/modeling'
import { ServerProcess } from '@sepal/server/testing'

setDefaultTimeout(30_000)

const main = join(import.meta.dir, '../packages/classifier/src/main.ts')

const manifest = {
  name: 'slow',
  features: { x: { number: { unit: '', range: [0, 1] } } },
  sample: { x: 0.5 },
  classifiers: {
    slow: { model: 'slow.onnx', port: 8000, probabilities: { slow: {}, rest: {} } },
    quick: { model: 'quick.onnx', port: 8001, probabilities: { quick: {}, rest: {} } },
  },
  combine: { 'one-vs-rest': {} },
}
const linear = { weights: [[1, -1]], bias: [0, 0] }
/** 1000 products take about 300 ms a row: each of these is about a second for this many rows. */
const models = {
  slow: { bytes: writeHeavyModel('slow', { ...linear, products: 1000 }), rows: 4 },
  quick: { bytes: writeHeavyModel('quick', { ...linear, products: 4 }), rows: 1000 },
}

/** The inference must be over by then, on a busy machine, ms. */
const PATIENCE_MS = 25_000
/** Pause between two requests, so that the caller takes no time from the inference, ms. */
const PAUSE_MS = 5
/**
 * A server that answers while it computes answers at least this often. On a slower machine both take longer, so the
 * test does not depend on a clock.
 */
const OFTEN = 20

let folder: ModelFolder
beforeAll(async () => {
  folder = await ModelFolder.write(manifest, {
    'slow.onnx': models.slow.bytes,
    'quick.onnx': models.quick.bytes,
  })
})
afterAll(() => folder[Symbol.asyncDispose]())

/** The latency of each answer of `/health` that came during an inference, ms. */
async function healthDuringInference(
  name: keyof typeof models,
  environment: Record<string, string> = {},
): Promise<number[]> {
  const count = models[name].rows
  const rows = Array.from({ length: count }, (_, i) => [i / count])
  await using classifier = new ServerProcess(main, {
    MODE: name,
    MODEL_DIR: folder.path,
    PORT: '0',
    ...environment,
  })
  const url = `http://${await classifier.address()}`
  let isAnswered = false
  const start = performance.now()
  const prediction = fetch(`${url}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: rows }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).finally(() => {
    isAnswered = true
  })
  const times: number[] = []
  while (!isAnswered) {
    const askedAt = performance.now()
    const response = await fetch(`${url}/health`)
    expect(await response.json()).toEqual({ health: 'ok' })
    if (!isAnswered) times.push(performance.now() - askedAt)
    await Bun.sleep(PAUSE_MS)
  }
  const took = performance.now() - start
  const response = await prediction
  expect(response.status).toBe(200)
  expect(await response.json()).toHaveProperty('prediction.length', rows.length)
  const slowest = Math.max(0, ...times).toFixed(1)
  console.log(
    `${name} ${JSON.stringify(environment)}: ${times.length} answers of /health, the slowest after ${slowest} ms, during an inference of ${took.toFixed(0)} ms`,
  )
  return times
}

test('/health answers while a slow model computes', async () => {
  expect((await healthDuringInference('slow')).length).toBeGreaterThanOrEqual(OFTEN)
})

test('/health does not answer while a slow model computes in the main thread', async () => {
  const times = await healthDuringInference('slow', { INLINE_MAX_MS: '1000000' })
  expect(times.length).toBeLessThan(OFTEN)
})

test('/health answers while a quick model computes many rows in the main thread', async () => {
  const inline = { INLINE_MAX_MS: '1000000' }
  expect((await healthDuringInference('quick', inline)).length).toBeGreaterThanOrEqual(OFTEN)
})
