import { describe, expect, test } from 'bun:test'
import { SeededRandom } from '../../simulator/seeded-random.ts'
import { CallTime } from './call-time.ts'

/** The estimate after 200 calls of random sizes. */
function after(maxRows: number, msOf: (rows: number, random: SeededRandom) => number): CallTime {
  const random = new SeededRandom(1)
  const time = new CallTime()
  for (let n = 0; n < 200; n++) {
    const rows = 1 + random.below(maxRows)
    time.record(rows, msOf(rows, random))
  }
  return time
}

describe('the estimated duration of a call', () => {
  test('is unknown at first, and explored in steps', () => {
    const time = new CallTime()
    const tried: number[] = []
    for (let n = 0; n < 4; n++) {
      tried.push(time.worthwhileRows)
      time.record(time.worthwhileRows, 1)
    }
    expect([time.rowMs, tried]).toEqual([0, [16, 32, 64, 128]])
  })

  test('is known after two calls when both are so long that noise cannot explain them', () => {
    const [slow, disturbed] = [new CallTime(), new CallTime()]
    slow.record(12, 300)
    expect(slow.rowMs).toBe(0)
    slow.record(24, 600)
    expect([slow.rowMs, slow.worthwhileRows]).toEqual([expect.closeTo(25), 2])
    disturbed.record(1, 1)
    disturbed.record(16, 30)
    expect(disturbed.rowMs).toBe(0)
  })

  test('has the time per row, whatever the fixed cost', () => {
    const time = after(16, (rows) => 10 + 5 * rows)
    expect(time.rowMs).toBeCloseTo(5)
    // Four times the 10 ms.
    expect(time.worthwhileRows).toBeWithin(7, 9)
  })

  test('is about right despite noise', () => {
    const time = after(16, (rows, random) => 4 + 5 * rows + random.exponential(5))
    expect(time.rowMs).toBeWithin(3, 7)
  })

  test('does not blame the fixed cost on the rows', () => {
    const time = after(16, () => 50)
    expect(time.rowMs).toBeCloseTo(0)
    expect(time.worthwhileRows).toBe(32)
  })

  test('learns about small calls only from the first one', () => {
    const time = new CallTime()
    time.record(500, 70)
    expect(time.smallMs).toBe(70)
    for (let n = 0; n < 100; n++) time.record(1, 6)
    expect(time.smallMs).toBeCloseTo(6)
    for (let n = 0; n < 100; n++) time.record(300, 1500)
    expect(time.smallMs).toBeCloseTo(6)
  })
})
