import { describe, expect, test } from 'bun:test'
import type { Answerer, Service } from '../api/wire.ts'
import { figuresBetween, LOOK_BACK_S, samplesOfOneProxy, seriesOf, withSample } from './history.ts'

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
const alone: Answerer = { name: 'laptop/1', sharesPort: false }
const sample = (at: number, figures: Partial<Service> = {}, proxy = alone) => ({
  at,
  services: { rose: service(figures) },
  proxy,
})

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

describe('of several proxies', () => {
  const saying = (...names: string[]) =>
    names.map((name, at) => sample(at, { requests: 10 * at }, { name, sharesPort: false }))
  const heard = (...names: string[]) => samplesOfOneProxy(saying(...names))

  test('there are no figures between two of them', () => {
    const [a, b, c] = saying('a', 'b', 'b')
    if (a === undefined || b === undefined || c === undefined) throw new Error('three samples')
    expect(figuresBetween(a, b, 'rose')).toBeUndefined()
    expect(figuresBetween(b, c, 'rose')).toMatchObject({ requests: 10 })
  })

  test('the one that has answered last is told of, where they take turns', () => {
    const { samples, others } = heard('a', 'b', 'b', 'a')
    expect([samples.map(({ at }) => at), others]).toEqual([[0, 3], true])
  })

  test('one that follows another is a new start, unless it shares its port', () => {
    expect(heard('a', 'a', 'b')).toMatchObject({ samples: { length: 3 }, others: false })
    const sharing = ['a', 'b'].map((name, at) => sample(at, {}, { name, sharesPort: true }))
    expect(samplesOfOneProxy(sharing)).toEqual({ samples: sharing.slice(1), others: true })
  })
})

test('what is older than the charts is forgotten', () => {
  const samples = withSample([sample(0), sample(1)], sample(LOOK_BACK_S + 0.5))
  expect(samples.map(({ at }) => at)).toEqual([1, LOOK_BACK_S + 0.5])
  expect(seriesOf(samples, 'rose').map(({ at }) => at)).toEqual([LOOK_BACK_S + 0.5])
})
