import { expect, test } from 'bun:test'
import { rateOf } from './rate.ts'
import { RateLimit } from './rate-limit.ts'

const perSecond = (rows: number) => new RateLimit({ rows, windowSeconds: 1 })

/** How many of so many requests are let in. */
const admitted = (limit: RateLimit, requests: number, now: number) =>
  Array.from({ length: requests }, () => limit.admit(now)).filter(Boolean).length

test('as many rows as the quota are let in at once, then one for each part of the window', () => {
  const limit = perSecond(10)
  expect(admitted(limit, 20, 5000)).toBe(10)
  expect(admitted(limit, 20, 5099)).toBe(0)
  expect(admitted(limit, 20, 5100)).toBe(1)
  expect(admitted(limit, 20, 5300)).toBe(2)
  expect(admitted(limit, 20, 9000)).toBe(10)
})

test('in the long run, no more than the rate is let in, however requests come', () => {
  const limit = new RateLimit({ rows: 600, windowSeconds: 60 })
  let rows = 0
  for (let now = 0; now < 600_000; now += 37) rows += admitted(limit, 3, now)
  expect(rows).toBeWithin(6000, 6601)
})

test('a request with more rows than are left is let in, and those after it wait until the rate has caught up', () => {
  const limit = perSecond(10)
  expect(limit.admit(0)).toBeTrue()
  expect(limit.charge(99, 0)).toBeTrue()
  expect(limit.admit(0)).toBeFalse()
  expect(limit.retrySeconds(0)).toBe(10)
  expect(limit.admit(9000)).toBeFalse()
  expect(limit.admit(9100)).toBeTrue()
})

test('of requests that were let in together, only one may take more than is left', () => {
  const limit = perSecond(10)
  expect(admitted(limit, 3, 0)).toBe(3)
  expect(limit.charge(1000, 0)).toBeTrue()
  expect(limit.charge(1000, 0)).toBeFalse()
})

test('tells what is left in whole rows, and when all will be', () => {
  const limit = new RateLimit({ rows: 60, windowSeconds: 60 })
  expect(limit.state(0)).toEqual({ remaining: 60, resetSeconds: 0 })
  limit.admit(0)
  limit.charge(14, 0)
  expect(limit.state(0)).toEqual({ remaining: 45, resetSeconds: 15 })
  expect(limit.state(1500)).toEqual({ remaining: 46, resetSeconds: 14 })
  limit.charge(100, 1500)
  expect(limit.state(1500)).toEqual({ remaining: 0, resetSeconds: 114 })
})

test('every rate lets in exactly its quota at once, also where the parts of the window are no whole ms', () => {
  const rates = [1, 3, 7, 9, 49, 101, 997, 2003]
  expect(rates.map((rows) => admitted(perSecond(rows), rows + 5, 1e12 / 3))).toEqual(rates)
})

test.each([
  ['100/s', { rows: 100, windowSeconds: 1 }],
  ['6000/min', { rows: 6000, windowSeconds: 60 }],
  ['0/s', undefined],
  ['1.5/s', undefined],
  ['100', undefined],
  ['100/h', undefined],
  ['-1/s', undefined],
])('reads the rate %p', (text, rate) => {
  expect(rateOf(text)).toEqual(rate)
})
