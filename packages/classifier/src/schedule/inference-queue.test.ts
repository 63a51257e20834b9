import { describe, expect, test } from 'bun:test'
import { GatedModel } from '../../test/gated-model.ts'
import { InferenceQueue, NotWantedError, QueueFullError } from './inference-queue.ts'

const rows = (...values: number[]) => Float32Array.from(values)
const queueOf = (model: GatedModel, limit = 10, batchNumbers = 100) =>
  new InferenceQueue(model, { limit, batchNumbers })

/** A queue whose model has begun with one request, so that what comes now waits. */
async function busyQueue(limit?: number, batchNumbers?: number) {
  const model = new GatedModel()
  const queue = queueOf(model, limit, batchNumbers)
  const first = queue.predict(rows(0))
  return { model, queue, first, inference: await model.next() }
}

describe('InferenceQueue', () => {
  test('answers by one inference what comes in one turn, each with its own', async () => {
    const model = new GatedModel()
    const queue = queueOf(model)
    const answers = Promise.all([queue.predict(rows(1)), queue.predict(rows(2, 3)), queue.predict(rows(4))])
    const inference = await model.next()
    expect([...inference.rows]).toEqual([1, 2, 3, 4])
    // Two numbers for each one.
    inference.finish(rows(1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5))
    expect(await answers).toEqual([rows(1, 1.5), rows(2, 2.5, 3, 3.5), rows(4, 4.5)])
    expect(model.count).toBe(1)
  })

  test('runs one inference at a time; what waits meanwhile goes together, up to its bound', async () => {
    const { model, queue, first, inference } = await busyQueue(10, 2)
    const others = Promise.all([1, 2, 3].map((value) => queue.predict(rows(value))))
    expect(model.count).toBe(1)
    inference.finish(rows(0.5))
    expect(await first).toEqual(rows(0.5))
    const second = await model.next()
    expect([...second.rows]).toEqual([1, 2])
    second.finish(rows(0.1, 0.2))
    const third = await model.next()
    expect([...third.rows]).toEqual([3])
    third.finish(rows(0.3))
    expect(await others).toEqual([rows(0.1), rows(0.2), rows(0.3)])
  })

  test('one that fails does not fail those that were asked with it', async () => {
    const model = new GatedModel()
    const queue = queueOf(model)
    const [bad, good] = [queue.predict(rows(1)), queue.predict(rows(2))]
    ;(await model.next()).fail(new Error('broken'))
    ;(await model.next()).fail(new Error('broken by the first'))
    const alone = await model.next()
    expect([...alone.rows]).toEqual([2])
    alone.finish(rows(0.5))
    await expect(bad).rejects.toThrow('broken by the first')
    expect(await good).toEqual(rows(0.5))
  })

  test('holds no more than its limit, and takes again once there is room', async () => {
    const { model, queue, first, inference } = await busyQueue(2)
    const second = queue.predict(rows(2))
    await expect(queue.predict(rows(3))).rejects.toThrow(QueueFullError)
    inference.finish(rows(1))
    await first
    const third = queue.predict(rows(3))
    ;(await model.next()).finish(rows(1))
    ;(await model.next()).finish(rows(0.25))
    expect([await second, await third]).toEqual([rows(1), rows(0.25)])
  })

  test('does not compute what nobody waits for, and frees its place', async () => {
    const { model, queue, first, inference } = await busyQueue(2)
    let isWanted = true
    const second = queue.predict(rows(2), () => isWanted)
    isWanted = false
    inference.finish(rows(1))
    await first
    await expect(second).rejects.toThrow(NotWantedError)
    const third = queue.predict(rows(3))
    const next = await model.next()
    expect([...next.rows]).toEqual([3])
    next.finish(rows(1))
    await third
    expect(model.count).toBe(2)
  })
})
