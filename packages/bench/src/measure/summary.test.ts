import { expect, test } from 'bun:test'
import type { Sample } from './sample.ts'
import { summaryOf } from './summary.ts'

const sample = (changes: Partial<Sample>): Sample => ({
  answered: 1000,
  errors: 0,
  durationMs: 1000,
  requestsPerSecond: 1000,
  p50Ms: 1,
  p99Ms: 2,
  p999Ms: 3,
  wrongAnswers: 0,
  processes: [],
  ...changes,
})
const cell = { scenario: '64', load: 'single rows', contestant: 'sepal', rowsPerRequest: 4 }
const summary = (...samples: Sample[]) => summaryOf({ ...cell, samples })

test('rates and times are the median of the rounds', () => {
  const found = summary(
    sample({ requestsPerSecond: 900, p99Ms: 2 }),
    sample({ requestsPerSecond: 1000, p99Ms: 50 }),
    sample({ requestsPerSecond: 5000, p99Ms: 3 }),
  )
  expect(found).toMatchObject({ requestsPerSecond: 1000, rowsPerSecond: 4000, p99Ms: 3 })
})

test('errors are summed over all rounds', () => {
  const found = summary(sample({ errors: 1 }), sample({ wrongAnswers: 2 }), sample({ errors: 4 }))
  expect(found).toMatchObject({ errors: 5, wrongAnswers: 2 })
})

test('processor time and memory are summed over all processes', () => {
  const processes = [
    { name: 'proxy', cpuMs: 400, rssBeforeBytes: 10, rssBytes: 30, pssBytes: 25 },
    { name: 'rose', cpuMs: 100, rssBeforeBytes: 10, rssBytes: 20, pssBytes: 15 },
  ]
  expect(summary(sample({ processes }))).toMatchObject({ cpuMsPerRequest: 0.5, rssBytes: 50, pssBytes: 40 })
})

test('processor time is divided by all answered requests, those of the warm-up included', () => {
  const processes = [{ name: 'proxy', cpuMs: 500, rssBeforeBytes: 10, rssBytes: 30, pssBytes: 25 }]
  expect(summary(sample({ processes, answeredBesides: 1000 }))).toMatchObject({ cpuMsPerRequest: 0.25 })
})

test('what was not measured is absent', () => {
  const found = summary(sample({}))
  for (const figure of [
    'cpuMsPerRequest',
    'rssBytes',
    'rowsPerCall',
    'bulkRowsPerSecond',
    'shareAnswered',
    'bulkShareAnswered',
    'offeredPerSecond',
  ]) {
    expect(found).not.toHaveProperty(figure)
  }
})
