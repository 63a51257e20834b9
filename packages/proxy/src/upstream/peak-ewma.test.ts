import { describe, expect, test } from 'bun:test'
import { VirtualClock } from '../../simulator/virtual-clock.ts'
import { PeakEwma } from './peak-ewma.ts'

/** The estimate after these latencies, ms, one right after the other. */
function after(...times: number[]): number {
  const latency = new PeakEwma(new VirtualClock())
  for (const ms of times) latency.record(ms)
  return latency.ms
}

describe('the latency estimate of a replica', () => {
  test('is 0 at first, and then the latency of the first answer', () => {
    expect([after(), after(30)]).toEqual([0, 30])
  })

  test('rises only on the second slow answer in a row', () => {
    expect(after(5, 500)).toBe(5)
    expect(after(5, 500, 6, 500)).toBe(6)
    expect(after(5, 500, 400)).toBe(400)
  })

  test('falls slowly, and decays while nothing is measured', () => {
    const clock = new VirtualClock()
    const latency = new PeakEwma(clock)
    latency.record(100)
    clock.runUntil(200)
    latency.record(10)
    expect(latency.ms).toBeGreaterThan(70)
    clock.runUntil(8000)
    expect(latency.ms).toBeLessThan(5)
  })

  test('rises on one failure, until that is forgiven', () => {
    const clock = new VirtualClock()
    const latency = new PeakEwma(clock)
    latency.record(5)
    latency.recordFailure(400)
    expect(latency.ms).toBe(400)
    clock.runUntil(1000)
    expect(latency.ms).toBe(0)
  })

  test('is that of a successful probe, whatever came before', () => {
    const latency = new PeakEwma(new VirtualClock())
    for (const ms of [500, 500]) latency.record(ms)
    latency.restart(7)
    latency.record(600)
    expect(latency.ms).toBe(7)
  })
})
