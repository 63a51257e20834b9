import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { ModelFolder } from '../packages/classifier/test/index.ts'
import { ServerProcess } from '../packages/kit/test/index.ts'
import { writeHeavyModel } from '../packages/modeling/src/index.ts'

setDefaultTimeout(30_000)

const main = join(import.meta.dir, '../packages/classifier/src/main.ts')

const manifest = {
  name: 'slow',
  features: [{ name: 'x', unit: '', range: [0, 1] as [number, number] }],
  sample: [0.5],
  classifiers: { slow: { model: 'slow.onnx', port: 8000, classes: ['slow', 'rest'] } },
  combine: 'one-vs-rest' as const,
}
/** 1000 products are about 300 ms a row, all rows of this about a second in one inference. */
const model = writeHeavyModel('slow', { weights: [[1, -1]], bias: [0, 0], products: 100 })
const rows = Array.from({ length: 32 }, (_, i) => [i / 32])

/** Between two questions, so that who asks takes no time from who computes, ms. */
const PAUSE_MS = 5
/** A server that answers while it computes answers at least so often in that time. */
const OFTEN = 20

let folder: ModelFolder
beforeAll(async () => {
  folder = await ModelFolder.write(manifest, { 'slow.onnx': model })
})
afterAll(() => folder[Symbol.asyncDispose]())

/** How long each answer of `/health` took that came while an inference was under way, ms. */
async function healthDuringInference(environment: Record<string, string>): Promise<number[]> {
  await using classifier = new ServerProcess(main, {
    MODE: 'slow',
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
    `${JSON.stringify(environment)}: ${times.length} answers of /health, the slowest after ${slowest} ms, during an inference of ${took.toFixed(0)} ms`,
  )
  return times
}

test('/health answers while a slow model computes', async () => {
  expect((await healthDuringInference({})).length).toBeGreaterThanOrEqual(OFTEN)
})

test('/health would not, if the model were not in a thread of its own', async () => {
  const times = await healthDuringInference({ INLINE_MAX_MS: '1000000' })
  expect(times.length).toBeLessThan(OFTEN)
})
