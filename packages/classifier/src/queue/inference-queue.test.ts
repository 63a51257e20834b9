import { describe, expect, test } from 'bun:test'
import { GatedModel } from '../../test/gated-model.ts'
import { answersOf, rowsOf } from '../../test/rows.ts'
import { InferenceQueue, NotWantedError, QueueFullError } from './inference-queue.ts'

const numbers = (...values: number[]) => Float32Array.from(values)
const queueOf = (model: GatedModel, limit = 10, batchRows = 100, width = 1) =>
  new InferenceQueue(model, {
    limit,
    batchRows,
    layout: { width: 1, textColumns: [] },
    width,
  })

/** A queue whose model has begun with one request, so that what comes now waits. */
async function busyQueue(limit?: number, batchRows?: number) {
  const model = new GatedModel()
  const queue = queueOf(model, limit, batchRows)
  const first = queue.predict(rowsOf(0))
  return { model, queue, first, inference: await model.next() }
}

describe('InferenceQueue', () => {
  test('answers by one inference what comes in one turn, each with its own', async () => {
    const model = new GatedModel()
    const queue = queueOf(model, 10, 100, 2)
    const answers = Promise.all([
      queue.predict(rowsOf(1)),
      queue.predict(rowsOf(2, 3)),
      queue.predict(rowsOf(4)),
    ])
    const inference = await model.next()
    expect([...inference.rows]).toEqual([1, 2, 3, 4])
    // Two numbers for each one.
    inference.finish(numbers(1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5))
    expect(await answers).toEqual([answersOf(1, 1.5), answersOf(2, 2.5, 3, 3.5), answersOf(4, 4.5)])
    expect(model.count).toBe(1)
  })

  test('runs one inference at a time; what waits meanwhile goes together, up to its bound', async () => {
    const { model, queue, first, inference } = await busyQueue(10, 2)
    const others = Promise.all([1, 2, 3].map((value) => queue.predict(rowsOf(value))))
    expect(model.count).toBe(1)
    inference.finish(numbers(0.5))
    expect(await first).toEqual(answersOf(0.5))
    const second = await model.next()
    expect([...second.rows]).toEqual([1, 2])
    second.finish(numbers(0.1, 0.2))
    const third = await model.next()
    expect([...third.rows]).toEqual([3])
    third.finish(numbers(0.3))
    expect(await others).toEqual([answersOf(0.1), answersOf(0.2), answersOf(0.3)])
  })

  test('one that fails does not fail those that were asked with it', async () => {
    const model = new GatedModel()
    const queue = queueOf(model)
    const [bad, good] = [queue.predict(rowsOf(1)), queue.predict(rowsOf(2))]
    ;(await model.next()).fail(new Error('broken'))
    ;(await model.next()).fail(new Error('broken by the first'))
    const alone = await model.next()
    expect([...alone.rows]).toEqual([2])
    alone.finish(numbers(0.5))
    await expect(bad).rejects.toThrow('broken by the first')
    expect(await good).toEqual(answersOf(0.5))
  })

  test('holds no more than its limit, and takes again once there is room', async () => {
    const { model, queue, first, inference } = await busyQueue(2)
    const second = queue.predict(rowsOf(2))
    await expect(queue.predict(rowsOf(3))).rejects.toThrow(QueueFullError)
    inference.finish(numbers(1))
    await first
    const next = await model.next()
    const third = queue.predict(rowsOf(3))
    next.finish(numbers(1))
    ;(await model.next()).finish(numbers(0.25))
    expect([await second, await third]).toEqual([answersOf(1), answersOf(0.25)])
  })

  test('begins at once with rows that were gathered, and with others at the end of the turn', async () => {
    const model = new GatedModel()
    const queue = queueOf(model)
    queue.predict(rowsOf(1), { isGathered: true })
    expect(model.count).toBe(1)
    const other = new GatedModel()
    queueOf(other).predict(rowsOf(1))
    expect(other.count).toBe(0)
  })

  test('does not compute what nobody waits for, and frees its place', async () => {
    const { model, queue, first, inference } = await busyQueue(2)
    let isWanted = true
    const second = queue.predict(rowsOf(2), { isWanted: () => isWanted })
    isWanted = false
    inference.finish(numbers(1))
    await first
    await expect(second).rejects.toThrow(NotWantedError)
    const third = queue.predict(rowsOf(3))
    const next = await model.next()
    expect([...next.rows]).toEqual([3])
    next.finish(numbers(1))
    await third
    expect(model.count).toBe(2)
  })
})
