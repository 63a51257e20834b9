import { describe, expect, test } from 'bun:test'
import { SeededRandom } from '../../simulator/seeded-random.ts'
import { HeldPool } from '../../test/held-pool.ts'
import { Notice } from '../core/notice.ts'
import type { Random } from '../core/random.ts'
import { LeastCost } from './load-balancer.ts'

describe('the next call goes to', () => {
  test('no replica of an empty pool', () => {
    const held = new HeldPool(0)
    expect([held.pick(), held.room(1)]).toEqual([undefined, 0])
  })

  test('the replica with the fewest calls in flight', () => {
    const held = new HeldPool(3, { inflight: 4 })
    for (const i of [0, 0, 1, 2, 2]) held.begin(i)
    expect(held.picks()).toEqual([1])
    held.begin(1)
    expect(held.picks()).toEqual([0, 1, 2])
    held.end(0)
    expect(held.picks()).toEqual([0])
  })

  test('no replica that lost its connection while another has one', () => {
    const held = new HeldPool(3)
    held.replica(0).transport.isOpen = false
    expect(held.picks()).toEqual([1, 2])
    expect(held.pick([held.replica(1), held.replica(2)])).not.toBe(held.replica(0))
    for (const i of [1, 2]) held.replica(i).transport.isOpen = false
    expect(held.picks()).toEqual([0, 1, 2])
  })

  test('an ejected replica rather than one that lost its connection', () => {
    const held = new HeldPool(2)
    for (let failures = 0; failures < 4; failures++) {
      held.begin(0)
      held.replica(0).transport.end({ kind: 'unavailable', detail: 'it closed the connection' })
      held.pass(0)
    }
    expect([held.replica(0).isEjected, held.picks()]).toEqual([true, [1]])
    held.replica(1).transport.isOpen = false
    expect(held.picks()).toEqual([0])
  })

  test('a connected replica rather than one that accepted calls at its last health check', () => {
    const held = new HeldPool(2)
    held.replica(0).isReady = false
    held.replica(1).transport.isOpen = false
    expect(held.picks()).toEqual([0])
  })

  test('equal replicas in turn', () => {
    const held = new HeldPool(4)
    expect(held.picks()).toEqual([0, 1, 2, 3])
    const counts = new Map<string | undefined, number>()
    for (let n = 0; n < 400; n++) {
      const address = held.pick()?.address
      counts.set(address, (counts.get(address) ?? 0) + 1)
    }
    expect(Math.min(...counts.values())).toBeGreaterThan(60)
  })

  test('the faster replica', () => {
    const held = new HeldPool(2)
    held.call(0, { ms: 9 })
    held.call(1, { ms: 3 })
    expect(held.picks()).toEqual([1])
  })

  test('a replica that was not tried, while there is one', () => {
    const held = new HeldPool(2)
    const [first, second] = [held.replica(0), held.replica(1)]
    held.call(0, { ms: 1 })
    held.call(1, { ms: 9 })
    expect(held.pick([first])).toBe(second)
    expect(held.pick([first, second])).toBe(first)
  })

  test('the better one of two random replicas, of more than 4 about as fast', () => {
    const numbers: number[] = []
    const random: Random = { below: () => numbers.shift() ?? 0 }
    const held = new HeldPool(6, { inflight: 9, balancer: new LeastCost(random) })
    // The cost of each, by its number: 5 is best, 0 is worst.
    for (const i of [0, 1, 2, 3, 4, 5]) held.call(i, { ms: 40 - 2 * i })
    const among = (i: number, offset: number) => {
      numbers.push(i, offset)
      return held.pick()
    }
    expect(among(0, 0)).toBe(held.replica(1))
    expect(among(1, 3)).toBe(held.replica(5))
    expect(among(3, 2)).toBe(held.replica(3))
    // The second is never the first again.
    expect(among(0, 4)).toBe(held.replica(5))
    expect(among(4, 4)).toBe(held.replica(4))
  })

  test('no replica known to be slow while a fast one is idle, of more than 4', () => {
    const held = new HeldPool(10)
    for (const i of held.pool.replicas.keys()) held.call(i, { ms: i % 2 === 0 ? 5 : 50 })
    expect(held.picks(500)).toEqual([0, 2, 4, 6])
    for (const i of [0, 2, 4, 6]) held.begin(i)
    expect(held.picks(500)).toEqual([8])
  })

  test('each replica as often as any equal one, of more than 4', () => {
    const held = new HeldPool(6)
    const counts = new Map<unknown, number>()
    for (let n = 0; n < 600; n++) {
      const picked = held.pick()
      counts.set(picked, (counts.get(picked) ?? 0) + 1)
    }
    expect([counts.size, Math.min(...counts.values()) > 60]).toEqual([6, true])
  })

  test('a replica with room, even if only one has any, of more than 4', () => {
    for (let seed = 0; seed < 20; seed++) {
      const held = new HeldPool(6, { balancer: new LeastCost(new SeededRandom(seed)) })
      for (const i of [0, 1, 2, 3, 5]) held.begin(i)
      expect(held.room(7)).toBe(7)
      expect(held.pick()).toBe(held.replica(4))
    }
  })

  test('every replica now and then but never the worst, of more than 4', () => {
    const held = new HeldPool(6)
    held.begin(3)
    held.pass(1)
    expect(held.picks(500)).toEqual([0, 1, 2, 4, 5])
  })
})

describe('a retired replica', () => {
  test('keeps its connection until its last call is done', () => {
    const held = new HeldPool(1)
    const replica = held.replica(0)
    held.begin(0)
    held.begin(0)
    held.pool.update([])
    replica.retire()
    for (const left of [1, 0]) {
      expect(replica.transport.isClosed).toBe(false)
      replica.transport.end()
      held.pass(0)
      expect(replica.callsUnderWay).toBe(left)
    }
    expect(replica.transport.isClosed).toBe(true)
  })

  test('closes it at once when nothing is under way', () => {
    const held = new HeldPool(1)
    held.call(0, { ms: 1 })
    expect(held.replica(0).transport.isClosed).toBe(false)
    held.replica(0).retire()
    expect(held.replica(0).transport.isClosed).toBe(true)
  })
})

test('a pool notifies its listeners of every change', () => {
  const room = new Notice()
  const held = new HeldPool(1, { room })
  let changes = 0
  room.listen(() => {
    changes += 1
  })
  held.pool.update([])
  expect([changes, held.pool.replicas]).toEqual([1, []])
})

test('the cost per call is the latency, or the age of the oldest call if that is longer', () => {
  const held = new HeldPool(1)
  held.call(0, { ms: 8 })
  expect(held.replica(0).cost).toBe(8)
  held.begin(0)
  expect(held.replica(0).cost).toBe(16)
  held.pass(100)
  expect(held.replica(0).cost).toBe(200)
})
