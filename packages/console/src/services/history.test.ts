import { describe, expect, test } from 'bun:test'
import type { Service } from '../api/wire.ts'
import { figuresBetween, LOOK_BACK_S, seriesOf, withSample } from './history.ts'

const service = (figures: Partial<Service>): Service => ({
  waitingRows: 0,
  requests: 0,
  rows: 0,
  calls: 0,
  rowsSent: 0,
  outcomes: { ok: 0 },
  latency: { p50Ms: null, p99Ms: null },
  replicas: [],
  ...figures,
})
const sample = (at: number, figures: Partial<Service> = {}) => ({ at, services: { rose: service(figures) } })

describe('figures between two samples', () => {
  test('are a second, and a call', () => {
    const before = sample(10, { requests: 100, calls: 10, rowsSent: 150, outcomes: { ok: 90, late: 10 } })
    const latency = { p50Ms: 1, p99Ms: 4 }
    const outcomes = { ok: 110, late: 12, shed: 2 }
    const after = sample(12, { requests: 120, calls: 14, rowsSent: 182, outcomes, latency, waitingRows: 3 })
    expect(figuresBetween(before, after, 'rose')).toEqual({
      requests: 10,
      errors: 2,
      rowsACall: 8,
      p50Ms: 1,
      p99Ms: 4,
      waitingRows: 3,
    })
  })

  test('have no times where nothing was called', () => {
    const latency = { p50Ms: 1, p99Ms: 4 }
    const found = figuresBetween(sample(1, { latency }), sample(2, { latency }), 'rose')
    expect(found).toMatchObject({ requests: 0, rowsACall: null, p50Ms: null, p99Ms: null })
  })

  test('are none across a new start of the proxy, or of what was not there', () => {
    expect(figuresBetween(sample(1, { requests: 9 }), sample(2), 'rose')).toBeUndefined()
    expect(figuresBetween(sample(1), sample(2), 'lily')).toBeUndefined()
  })
})

test('what is older than the charts is forgotten', () => {
  const samples = withSample([sample(0), sample(1)], sample(LOOK_BACK_S + 0.5))
  expect(samples.map(({ at }) => at)).toEqual([1, LOOK_BACK_S + 0.5])
  expect(seriesOf(samples, 'rose').map(({ at }) => at)).toEqual([LOOK_BACK_S + 0.5])
})
