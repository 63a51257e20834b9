import { expect, test } from 'bun:test'
import { answersOf, modelOfName, rowsOf } from '../../test/rows.ts'
import { ContractError } from './contract-error.ts'
import type { Model } from './model.ts'
import { tryModel } from './trial.ts'

/** A model whose answers take these times, ms, by a clock of its own; every further one takes as long as the last. */
function timedModel(...times: number[]) {
  let now = 1000
  const asked: number[][] = []
  const model: Model = {
    ...modelOfName('timed.onnx'),
    predict: async (rows) => {
      now += times[Math.min(asked.length, times.length - 1)] ?? 0
      asked.push([...rows.numbers])
      return answersOf(0.25, 0.75)
    },
    release: async () => {},
  }
  return { model, asked, now: () => now }
}

test('a trial answers the sample, and knows the median time without the first', async () => {
  const { model, asked, now } = timedModel(90, 3, 1, 2, 80, 4)
  expect(await tryModel(model, rowsOf(1, 2), now)).toEqual({
    prediction: Float32Array.of(0.25, 0.75),
    p50Ms: 3,
  })
  expect(asked).toEqual(Array(6).fill([1, 2]))
})

test.each([
  ['a second', [1000], 1, 1000],
  ['half a minute', [30_000], 1, 30_000],
  ['long the first time only', [600, 1], 1, 600],
  ['a fifth of a second', [200], 3, 200],
  ['a tenth of a second', [100], 5, 100],
])('a trial of a model that takes %s ends soon', async (_, times, runs, p50Ms) => {
  const { model, asked, now } = timedModel(...times)
  expect((await tryModel(model, rowsOf(1, 2), now)).p50Ms).toBe(p50Ms)
  expect(asked).toHaveLength(runs)
})

test('a trial that fails names the sample and the reason', async () => {
  const { model } = timedModel(1)
  const broken = { ...model, predict: () => Promise.reject(new RangeError('the model gave NaN')) }
  const [result] = await Promise.allSettled([tryModel(broken, rowsOf(1, 2))])
  if (result.status === 'fulfilled') throw new Error('it did not fail')
  expect(result.reason).toBeInstanceOf(ContractError)
  expect(result.reason).toMatchObject({
    expected: 'an answer to the sample [1, 2]',
    found: 'the model gave NaN',
    cause: expect.any(RangeError),
  })
})
