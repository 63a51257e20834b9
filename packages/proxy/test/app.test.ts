import { afterAll, describe, expect, test } from 'bun:test'
import { describeRefusals, problemAnswer } from '@sepal/server/testing'
import { FakeGarden } from './fake-garden.ts'
import { garden, gardenRow } from './garden.ts'
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
  describeRefusals('the proxy', { start, path, row: gardenRow, maxBodyBytes })
}

describe.concurrent('query parameters', () => {
  test.each([
    ['/predict?partail=true', 'partail is not a known query parameter; did you mean partial?'],
    ['/predict/label?partial=true&colour=red', 'colour is not a known query parameter'],
    ['/predict/batch?PARTIAL=true', 'PARTIAL is not a known query parameter; did you mean partial?'],
    ['/predict/label/batch?data=1', 'data is not a known query parameter'],
    ['/predict/stream?untill=1', 'untill is not a known query parameter; did you mean until?'],
    ...['/predict', '/predict/label', '/predict/batch', '/predict/label/batch', '/predict/stream'].map(
      (path) => [
        `${path}?partial=true&partial=true`,
        'partial is in the query more than once, expected once',
      ],
    ),
    ['/predict/stream?until=0.5&until=1', 'until is in the query more than once, expected once'],
  ])('a wrong query parameter is refused: %s', async (path, detail) => {
    await using proxy = await start()
    const problem = await problemAnswer(
      await proxy.post(path, JSON.stringify({ data: [gardenRow] })),
      'invalid-request',
    )
    expect(problem.detail).toBe(detail)
  })
})

test.each(['/predict', '/predict/label', '/predict/batch', '/predict/label/batch', '/predict/stream'])(
  '%s accepts `partial`, which the SDK sends with every prediction',
  async (path) => {
    await using proxy = await start()
    for (const partial of [true, false]) {
      const response = await proxy.post(`${path}?partial=${partial}`, JSON.stringify({ data: [gardenRow] }))
      expect(response.status).toBe(200)
      await response.text()
    }
  },
)

describe.concurrent('one row', () => {
  test.each(['/predict', '/predict/label', '/predict/batch', '/predict/label/batch', '/predict/stream'])(
    'one row to %s without its brackets is refused with a hint',
    async (path) => {
      await using proxy = await start()
      const response = await proxy.post(path, JSON.stringify({ data: [...gardenRow] }))
      const { detail } = await problemAnswer(response, 'invalid-request')
      expect(detail).toEndWith('; put brackets around each row, as in [[…], […]]')
    },
  )
})

describe.concurrent('several rows', () => {
  const two = JSON.stringify({ data: [gardenRow, gardenRow] })

  test.each([
    ['/predict', '/predict/batch'],
    ['/predict/label', '/predict/label/batch'],
  ])('several rows to %s are refused with a pointer to %s', async (path, batch) => {
    await using proxy = await start()
    const problem = await problemAnswer(await proxy.post(path, two), 'invalid-request')
    expect(problem.detail).toBe(
      `data is an array of 2, expected an array of 1; send several rows to ${batch}`,
    )
    expect((await proxy.post(batch, two)).status).toBe(200)
  })

  test('a batch has at most MAX_ROWS rows', async () => {
    await using proxy = await start()
    const rows = (count: number) => JSON.stringify({ data: Array(count).fill(gardenRow) })
    for (const path of ['/predict/batch', '/predict/label/batch']) {
      expect((await proxy.post(path, rows(100))).status).toBe(200)
      const problem = await problemAnswer(await proxy.post(path, rows(101)), 'invalid-request')
      expect(problem.detail).toBe('data is an array of 101, expected an array of 1 to 100')
    }
  })
})
