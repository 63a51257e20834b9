import { expect, test } from 'bun:test'
import { ratioToLimit, spreadOf } from './ratio.ts'
import type { Cell } from './sample.ts'

const cellOf = (contestant: string, rates: readonly number[], load = 'single rows'): Cell => ({
  scenario: '64',
  load,
  contestant,
  rowsPerRequest: 1,
  samples: rates.map((requestsPerSecond) => ({
    answered: 1000,
    errors: 0,
    durationMs: 1000,
    requestsPerSecond,
    p50Ms: 1,
    p99Ms: 2,
    p999Ms: 3,
    wrongAnswers: 0,
    processes: [],
  })),
})

test('a ratio is that of the same round, load for load', () => {
  const sepal = cellOf('sepal', [500, 100, 300])
  const cells = [
    cellOf('do-nothing route', [1, 1, 1], 'bulk'),
    cellOf('do-nothing route', [1000, 400, 500]),
    sepal,
  ]
  expect(ratioToLimit(sepal, cells, ({ requestsPerSecond }) => requestsPerSecond)).toEqual({
    median: 0.5,
    low: 0.25,
    high: 0.6,
  })
})

test('there is none without the limit, or where a figure is unknown', () => {
  const sepal = cellOf('sepal', [500])
  expect(ratioToLimit(sepal, [sepal], ({ p50Ms }) => p50Ms)).toBeUndefined()
  expect(ratioToLimit(sepal, [sepal, cellOf('do-nothing route', [1])], () => Number.NaN)).toBeUndefined()
  expect(spreadOf([])).toBeUndefined()
})

test('a contestant can be compared with another one than the do-nothing route', () => {
  const keys = { ...cellOf('keys', [450]), limit: 'sepal' }
  const cells = [cellOf('do-nothing route', [1000]), cellOf('sepal', [500]), keys]
  expect(ratioToLimit(keys, cells, ({ requestsPerSecond }) => requestsPerSecond)?.median).toBe(0.9)
})
