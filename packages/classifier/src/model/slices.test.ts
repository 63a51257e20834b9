import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { irisFolder } from '../../test/model-folder.ts'
import { modelOfName, plainSignature } from '../../test/rows.ts'
import { loadModel } from './load-model.ts'
import type { Model } from './model.ts'
import { inSlices } from './slices.ts'

/** A model of two features by a clock of its own, and how many rows each inference had. */
function timedModel(msOf: (rows: number) => number) {
  let now = 0
  const counts: number[] = []
  const model: Model = {
    ...modelOfName('timed.onnx'),
    predict: async ({ numbers }) => {
      counts.push(numbers.length / 2)
      now += msOf(numbers.length / 2)
      return { numbers, failed: [] }
    },
    release: async () => {},
  }
  return { counts, sliced: inSlices(model, { features: 2, width: 2, rowMs: msOf(1), now: () => now }) }
}

const countTo = (count: number) => Float32Array.from({ length: 2 * count }, (_, i) => i)
const rows = (count: number) => ({ numbers: countTo(count), texts: [] })

test('an inference of many rows is cut into some of about 20 ms, in order', async () => {
  const { counts, sliced } = timedModel((rows) => 2 * rows)
  expect(await sliced.predict(rows(25))).toEqual({ numbers: countTo(25), failed: [] })
  expect(counts).toEqual([10, 10, 5])
})

test('a row that takes longer is an inference of its own', async () => {
  const { counts, sliced } = timedModel((rows) => 300 * rows)
  await sliced.predict(rows(3))
  expect(counts).toEqual([1, 1, 1])
})

test('a model that takes hardly longer for more rows is soon asked all of them at once', async () => {
  const { counts, sliced } = timedModel((rows) => 1 + rows / 1000)
  await sliced.predict(rows(1000))
  expect(counts).toEqual([19, 38, 76, 152, 304, 411])
  await sliced.predict(rows(600))
  expect(counts.slice(6)).toEqual([600])
})

test('one that takes longer for more rows than it seemed is asked fewer', async () => {
  const { counts, sliced } = timedModel((rows) => (rows === 1 ? 1 : 5 * rows))
  await sliced.predict(rows(40))
  expect(counts).toEqual([20, 10, 5, 2, 2, 1])
})

test('one that waits for the work of others is not asked fewer', async () => {
  let now = 0
  const counts: number[] = []
  const model: Model = {
    ...modelOfName('waiting.onnx'),
    predict: async ({ numbers }) => {
      now += 300
      await new Promise((resolve) => setImmediate(resolve))
      counts.push(numbers.length / 2)
      now += numbers.length / 2
      return { numbers, failed: [] }
    },
    release: async () => {},
  }
  const sliced = inSlices(model, { features: 2, width: 2, rowMs: 1, now: () => now })
  await sliced.predict(rows(60))
  expect(counts).toEqual([20, 20, 20])
})

test('a real model answers the same, bit for bit', async () => {
  const whole = await loadModel(join(irisFolder, 'setosa.onnx'), plainSignature(4, 2))
  try {
    const numbers = Float32Array.from({ length: 4 * 50 }, (_, i) => ((i * 7) % 80) / 10)
    const some = { numbers, texts: [] }
    // A row that takes 10 ms: two rows an inference, as long as that is not known better.
    const sliced = inSlices(whole, { features: 4, width: 2, rowMs: 10 })
    const [answer, same] = [(await sliced.predict(some)).numbers, (await whole.predict(some)).numbers]
    expect(new Uint32Array(answer.buffer, answer.byteOffset, answer.length)).toEqual(
      new Uint32Array(same.buffer, same.byteOffset, same.length),
    )
  } finally {
    await whole.release()
  }
})
