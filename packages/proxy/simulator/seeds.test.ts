import { describe, expect, test } from 'bun:test'
import { runScenario } from './scenario.ts'
import { spans } from './test-extent.ts'

const TIMEOUT_MS = 300_000

describe('whatever fails, every invariant holds, and replicas that healed serve again', () => {
  test.each(spans({ few: 8, all: 200 }))(
    'from seed %d to %d',
    (first, end) => {
      for (let seed = first; seed < end; seed++) runScenario(seed)
    },
    TIMEOUT_MS,
  )
})

describe('a seed that failed once, because', () => {
  test.each([
    [27, 'the first batch of an overloaded model had a thousand rows, and took longer than any deadline'],
    [
      1,
      'calls that hang made room for others, whose wait in the queue was short: the limit missed the outage',
    ],
    [42, 'the hedge of a retry went to the replica that had failed before'],
    [1077, 'the time per row was learned so late that a backlog missed its deadline'],
  ])('%d: %s', (seed) => {
    runScenario(seed)
  })
})

test('the same seed gives the same run, to the last bit', () => {
  const trace = (seed: number) => {
    const { requests, trace } = runScenario(seed)
    const calls = trace.calls.map(({ replica, at, endedAt, kind }) => [replica.address, at, endedAt, kind])
    return JSON.stringify([requests, calls])
  }
  expect(trace(7)).toBe(trace(7))
  expect(trace(7)).not.toBe(trace(9))
})
