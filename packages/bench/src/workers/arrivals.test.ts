import { expect, test } from 'bun:test'
import { Arrivals } from './arrivals.ts'

test('requests are due at a constant rate', () => {
  const arrivals = new Arrivals(100, 50)
  expect(arrivals.count).toBe(5)
  expect([...arrivals.due(0)]).toEqual([0])
  expect([...arrivals.due(9)]).toEqual([])
  expect([...arrivals.due(20)]).toEqual([10, 20])
  expect(arrivals.isOver).toBe(false)
})

test('a late request keeps the time at which it was due', () => {
  const arrivals = new Arrivals(100, 50)
  expect([...arrivals.due(1000)]).toEqual([0, 10, 20, 30, 40])
  expect(arrivals.isOver).toBe(true)
  expect([...arrivals.due(2000)]).toEqual([])
})
