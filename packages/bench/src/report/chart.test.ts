import { expect, test } from 'bun:test'
import type { Cell } from '../measure/sample.ts'
import { chartOf } from './chart.ts'

const cell = (load: string, contestant: string, requestsPerSecond: number): Cell => ({
  scenario: '64',
  load,
  contestant,
  rowsPerRequest: 1,
  samples: [
    {
      answered: 1,
      errors: 0,
      durationMs: 1000,
      requestsPerSecond,
      p50Ms: 1,
      p99Ms: 2,
      p999Ms: 3,
      wrongAnswers: 0,
      processes: [],
    },
  ],
})

test('there is a group for each load, with a bar for each contestant', () => {
  const { groups } = chartOf([cell('few', 'a', 1), cell('many', 'a', 20), cell('few', 'b', 3)], '')
  expect(groups).toEqual([
    {
      title: 'few',
      bars: [
        { label: 'a', value: 1, note: '1/s, p99 2 ms' },
        { label: 'b', value: 3, note: '3/s, p99 2 ms' },
      ],
    },
    { title: 'many', bars: [{ label: 'a', value: 20, note: '20/s, p99 2 ms' }] },
  ])
})

test('times that nobody knows are left out', () => {
  const [sample] = cell('few', 'a', 1).samples
  const unknown = { ...cell('few', 'a', 1), samples: sample ? [{ ...sample, p99Ms: Number.NaN }] : [] }
  expect(chartOf([unknown], '').groups).toEqual([
    { title: 'few', bars: [{ label: 'a', value: 1, note: '1/s' }] },
  ])
})
