import { describe, expect, test } from 'bun:test'
import { GatedModel } from '../../test/gated-model.ts'
import { InferenceQueue, NotWantedError, QueueFullError } from './inference-queue.ts'

const rows = (value: number) => Float32Array.of(value)

describe('InferenceQueue', () => {
  test('runs one inference at a time, in order of arrival', async () => {
    const model = new GatedModel()
    const queue = new InferenceQueue(model, 10)
    const answers = [1, 2, 3].map((value) => queue.predict(rows(value)))
    for (const value of [1, 2, 3]) {
      const inference = await model.next()
      expect(model.count).toBe(value)
      expect([...inference.rows]).toEqual([value])
      inference.finish(rows(value / 10))
      expect(await answers[value - 1]).toEqual(rows(value / 10))
    }
  })

  test('goes on after one that failed', async () => {
    const model = new GatedModel()
    const queue = new InferenceQueue(model, 10)
    const [first, second] = [queue.predict(rows(1)), queue.predict(rows(2))]
    ;(await model.next()).fail(new Error('broken'))
    await expect(first).rejects.toThrow('broken')
    ;(await model.next()).finish(rows(0.5))
    expect(await second).toEqual(rows(0.5))
  })

  test('holds no more than its limit, and takes again once there is room', async () => {
    const model = new GatedModel()
    const queue = new InferenceQueue(model, 2)
    const [first, second] = [queue.predict(rows(1)), queue.predict(rows(2))]
    await expect(queue.predict(rows(3))).rejects.toThrow(QueueFullError)
    ;(await model.next()).finish(rows(1))
    await first
    const third = queue.predict(rows(3))
    ;(await model.next()).finish(rows(1))
    ;(await model.next()).finish(rows(0.25))
    expect([await second, await third]).toEqual([rows(1), rows(0.25)])
  })

  test('does not compute what nobody waits for, and frees its place', async () => {
    const model = new GatedModel()
    const queue = new InferenceQueue(model, 2)
    let isWanted = true
    const first = queue.predict(rows(1))
    const second = queue.predict(rows(2), () => isWanted)
    isWanted = false
    ;(await model.next()).finish(rows(1))
    await first
    await expect(second).rejects.toThrow(NotWantedError)
    const third = queue.predict(rows(3))
    const inference = await model.next()
    expect([...inference.rows]).toEqual([3])
    inference.finish(rows(1))
    await third
    expect(model.count).toBe(2)
  })
})
