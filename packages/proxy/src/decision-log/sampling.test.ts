import { describe, expect, test } from 'bun:test'
import { samplingOf } from './sampling.ts'

const ids = Array.from({ length: 20_000 }, (_, i) => `3k9x2m-${i.toString(36)}`)

describe('a sample of requests', () => {
  test.each([0.01, 0.25, 0.9])('has about a share of %p of IDs that are counted up', (share) => {
    const kept = ids.filter(samplingOf(share)).length / ids.length
    // Five standard deviations.
    expect(Math.abs(kept - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / ids.length))
  })

  test('has none of them at 0, and all at 1', () => {
    expect(ids.some(samplingOf(0))).toBe(false)
    expect(ids.every(samplingOf(1))).toBe(true)
  })

  test('is part of every larger one', () => {
    expect(ids.filter(samplingOf(0.1)).every(samplingOf(0.2))).toBe(true)
  })
})
