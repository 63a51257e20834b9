import { describe, expect, test } from 'bun:test'
import { isDeeperThan } from './nesting.ts'

describe('isDeeperThan', () => {
  test.each([
    [7, 0],
    [null, 0],
    ['[[]]', 0],
    [[], 1],
    [{}, 1],
    [[1, 2], 1],
    [{ data: [[5.1, 3.5]] }, 3],
    [[1, [2, { a: [] }], 3], 4],
  ])('%j has %i levels', (value, levels) => {
    expect(isDeeperThan(value, levels)).toBe(false)
    if (levels > 0) expect(isDeeperThan(value, levels - 1)).toBe(true)
  })

  test('looks no deeper than it must', () => {
    const value = JSON.parse('['.repeat(300_000) + ']'.repeat(300_000))
    expect(isDeeperThan(value, 8)).toBe(true)
  })
})
