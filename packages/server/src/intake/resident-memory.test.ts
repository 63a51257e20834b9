import { describe, expect, test } from 'bun:test'
import { MemoryBudget } from './memory-budget.ts'
import { ResidentMemory } from './resident-memory.ts'

/** A process of so many bytes, of which a collection gives some back. */
class FakeProcess {
  ms = 0
  readings = 0
  collections = 0

  constructor(
    public usedBytes: number,
    public garbageBytes = 0,
  ) {}

  memory(limitBytes: number) {
    return new ResidentMemory({
      limitBytes,
      read: () => {
        this.readings += 1
        return this.usedBytes
      },
      collect: () => {
        this.collections += 1
        this.usedBytes -= this.garbageBytes
        this.garbageBytes = 0
      },
      now: () => this.ms,
    })
  }
}

describe('the memory that a process takes', () => {
  test('is collected only where garbage is in the way', () => {
    const process = new FakeProcess(600, 300)
    const memory = process.memory(1000)
    expect(memory.hasRoomFor(400)).toBe(true)
    expect(process.collections).toBe(0)
    expect(memory.hasRoomFor(401)).toBe(true)
    expect(process.collections).toBe(1)
    expect(memory.hasRoomFor(701)).toBe(false)
  })

  test('is not collected again at once, and again later', () => {
    const process = new FakeProcess(900)
    const memory = process.memory(1000)
    expect(memory.hasRoomFor(200)).toBe(false)
    process.garbageBytes = 500
    process.ms = 100
    expect(memory.hasRoomFor(200)).toBe(false)
    expect(process.collections).toBe(1)
    process.ms = 1000
    expect(memory.hasRoomFor(200)).toBe(true)
    expect(process.collections).toBe(2)
  })

  test('is read once for requests that come together', () => {
    const process = new FakeProcess(100)
    const memory = process.memory(1000)
    for (let i = 0; i < 10; i++) memory.hasRoomFor(10)
    expect(process.readings).toBe(1)
    process.ms = 10
    memory.hasRoomFor(10)
    expect(process.readings).toBe(2)
  })
})

describe('a budget in a process that is full', () => {
  const MB = 1_000_000
  const full = () => new MemoryBudget(100 * MB, new FakeProcess(100 * MB).memory(100 * MB))

  test('lets in what is small, and nothing large', () => {
    const budget = full()
    expect(budget.take(2 * MB)).toBe(false)
    expect(budget.heldBytes).toBe(0)
    for (let i = 0; i < 200; i++) expect(budget.take(10_000)).toBe(true)
  })

  test('lets in what is not small if hardly anything is held', () => {
    const budget = full()
    expect(budget.take(0.8 * MB)).toBe(true)
    expect(budget.take(0.8 * MB)).toBe(false)
    budget.give(0.8 * MB)
    expect(budget.take(0.8 * MB)).toBe(true)
  })
})

test('a budget counts what others hold as not in use yet', () => {
  const budget = new MemoryBudget(1e8, new FakeProcess(5e7).memory(1e8))
  expect(budget.take(3e7)).toBe(true)
  expect(budget.take(3e7)).toBe(false)
  budget.give(3e7)
  expect(budget.take(3e7)).toBe(true)
})
