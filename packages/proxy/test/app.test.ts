import { afterAll, describe, expect, test } from 'bun:test'
import { describeRefusals, problemAnswer } from '@sepal/server/testing'
import { FakeGarden } from './fake-garden.ts'
import { garden } from './garden.ts'
import { RunningProxy } from './running-proxy.ts'

const maxBodyBytes = 1_048_576
const fakes = await FakeGarden.start()
afterAll(() => fakes[Symbol.asyncDispose]())
const start = () =>
  RunningProxy.start(
    garden,
    {
      rose: fakes.classifiers.rose.address,
      'sun-flower': fakes.classifiers['sun-flower'].address,
      lily: fakes.classifiers.lily.address,
      oak_tree: fakes.classifiers.oak_tree.address,
      moss2: fakes.classifiers.moss2.address,
    },
    { maxBodyBytes, maxRows: 100 },
  )

for (const path of ['/predict', '/predict/batch']) {
  describeRefusals('the proxy', { start, path, row: garden.sample, maxBodyBytes })
}

describe.concurrent('several rows', () => {
  const two = JSON.stringify({ data: [garden.sample, garden.sample] })

  test.each([
    ['/predict', '/predict/batch'],
    ['/predict/label', '/predict/label/batch'],
  ])('to %s are refused with the way to %s', async (path, batch) => {
    await using proxy = await start()
    const problem = await problemAnswer(await proxy.post(path, two), 'invalid-request')
    expect(problem.detail).toBe(
      `data is an array of 2, expected an array of 1; send several rows to ${batch}`,
    )
    expect((await proxy.post(batch, two)).status).toBe(200)
  })

  test('are at most MAX_ROWS', async () => {
    await using proxy = await start()
    const rows = (count: number) => JSON.stringify({ data: Array(count).fill(garden.sample) })
    for (const path of ['/predict/batch', '/predict/label/batch']) {
      expect((await proxy.post(path, rows(100))).status).toBe(200)
      const problem = await problemAnswer(await proxy.post(path, rows(101)), 'invalid-request')
      expect(problem.detail).toBe('data is an array of 101, expected an array of 1 to 100')
    }
  })
})
