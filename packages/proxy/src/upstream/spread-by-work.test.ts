import { describe, expect, test } from 'bun:test'
import { SpreadByWork } from './spread-by-work.ts'

const LAG_MS = 3

/** What rows do after this many calls of such a kind. */
function patienceAfter(count: number, call: { ms: number; tookMs?: number }): number {
  const spread = new SpreadByWork({ lagMs: LAG_MS })
  for (let i = 0; i < count; i++) spread.record(call.ms, call.tookMs)
  return spread.patienceMs
}

describe('rows beside idle replicas', () => {
  test('wait for the call in flight of a cheap model, until it lags', () => {
    expect(patienceAfter(100, { ms: 0.3, tookMs: 0.05 })).toBe(LAG_MS)
  })

  test('go there at once when a call is mostly work', () => {
    expect(patienceAfter(100, { ms: 0.3, tookMs: 0.2 })).toBe(0)
    expect(patienceAfter(100, { ms: 6, tookMs: 5 })).toBe(0)
  })

  test('go there at once when the way is long, whatever the work', () => {
    expect(patienceAfter(100, { ms: 20, tookMs: 0.05 })).toBe(0)
  })

  test('go there at once as long as nothing, or not enough, is known', () => {
    expect(patienceAfter(0, { ms: 0.3, tookMs: 0.05 })).toBe(0)
    expect(patienceAfter(63, { ms: 0.3, tookMs: 0.05 })).toBe(0)
    expect(patienceAfter(100, { ms: 0.3 })).toBe(0)
  })

  test('wait although most calls wait longer for a busy machine than they take', () => {
    const spread = new SpreadByWork({ lagMs: LAG_MS })
    for (let i = 0; i < 1000; i++) spread.record(i % 500 === 0 ? 0.8 : 8, 0.4)
    expect(spread.patienceMs).toBe(LAG_MS)
  })

  test('go there again once the model takes longer', () => {
    const spread = new SpreadByWork({ lagMs: LAG_MS })
    for (let i = 0; i < 128; i++) spread.record(0.3, 0.05)
    expect(spread.patienceMs).toBe(LAG_MS)
    for (let i = 0; i < 128; i++) spread.record(5.3, 5)
    expect(spread.patienceMs).toBe(0)
  })
})
