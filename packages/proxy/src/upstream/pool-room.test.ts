import { describe, expect, test } from 'bun:test'
import { SeededRandom } from '../../simulator/seeded-random.ts'
import { Asked, batchOf } from '../../test/asked.ts'
import { HeldPool } from '../../test/held-pool.ts'
import { Notice } from '../core/notice.ts'
import { LeastCost } from './load-balancer.ts'

describe('the next call takes', () => {
  test('all waiting rows of a model that is fast or unknown', () => {
    const held = new HeldPool(3)
    expect(held.room(5000)).toBe(5000)
    held.call(0, { rows: 100, ms: 1 })
    expect(held.room(5000)).toBe(5000)
  })

  test('one share per idle replica for a slow model', () => {
    const held = new HeldPool(3)
    for (const i of [0, 1, 2]) held.call(i, { rows: 10, ms: 1001 })
    expect(held.replica(0).rowMs).toBeCloseTo(20)
    expect(held.room(30)).toBe(10)
    expect(held.room(31)).toBe(11)
    expect(held.room(1)).toBe(1)
    held.begin(0)
    expect(held.room(30)).toBe(15)
  })

  test('no smaller a share than is worth a call', () => {
    const held = new HeldPool(3)
    // 0.2 of 0.05 ms a row: 100 rows are 1 ms of work.
    for (const i of [0, 1, 2]) held.call(i, { rows: 20, ms: 2 })
    expect(held.replica(0).rowMs).toBeCloseTo(0.01)
    expect(held.room(150)).toBe(150)
    expect(held.room(250)).toBe(125)
    expect(held.room(900)).toBe(300)
  })

  test('nothing while all replicas are busy, and rows again when one is done', () => {
    const held = new HeldPool(2, { inflight: 2 })
    for (const i of [0, 1, 0, 1]) held.begin(i)
    expect(held.room(1)).toBe(0)
    held.end(1)
    expect(held.room(7)).toBe(7)
  })

  test('nothing when a busy replica would finish all waiting rows sooner than an idle one a single call', () => {
    const held = new HeldPool(2)
    held.call(0, { ms: 10 })
    held.call(1, { ms: 45 })
    held.begin(0)
    // The one in flight and 3 more take 40 ms; 4 more take 50.
    expect(held.room(30, 3)).toBe(0)
    expect(held.room(30, 4)).toBe(30)
    expect(held.pick()).toBe(held.replica(1))
  })

  test('rows for a probe, however soon another replica is done', () => {
    const held = new HeldPool(2)
    held.call(1, { ms: 1 })
    for (let failures = 0; failures < 4; failures++) {
      held.begin(0)
      held.replica(0).transport.end({ kind: 'unavailable', detail: 'it closed the connection' })
      held.pass(0)
    }
    held.begin(1)
    expect(held.room(1)).toBe(0)
    held.pass(250)
    expect(held.room(1)).toBe(1)
    expect(held.pick()).toBe(held.replica(0))
  })

  test('rows for an idle replica beside one that began a call at the same moment', () => {
    for (let seed = 0; seed < 20; seed++) {
      const held = new HeldPool(2, { balancer: new LeastCost(new SeededRandom(seed)) })
      held.begin(0)
      expect(held.room(3)).toBe(3)
    }
  })

  test('rows when calls hang, up to 4 of which give their place to others', () => {
    const held = new HeldPool(1, { latencies: { lagMs: 10 } })
    for (let hanging = 0; hanging < 5; hanging++) {
      expect(held.room(1)).toBe(1)
      held.begin(0)
      expect(held.room(1)).toBe(0)
      held.pass(11)
    }
    expect(held.room(1)).toBe(0)
    held.end(0)
    expect(held.room(1)).toBe(1)
  })

  test('rows for an idle replica once the call that they wait for is older than their patience', () => {
    const held = new HeldPool(3, { spread: { patienceMs: 2 } })
    expect(held.room(5)).toBe(5)
    held.begin(0)
    expect(held.pool.hasRoom).toBe(false)
    expect(held.room(5)).toBe(0)
    held.end(0)
    expect(held.room(5)).toBe(5)
    held.begin(0)
    held.pass(2.5)
    expect(held.pool.hasRoom).toBe(true)
    expect(held.room(5)).toBe(5)
  })

  test('rows beside as many calls as one replica may have, if they would wait for more', () => {
    const held = new HeldPool(3, { inflight: 2, spread: { patienceMs: 2 } })
    held.begin(0)
    expect(held.room(5)).toBe(5)
    held.begin(1)
    expect(held.room(5)).toBe(0)
  })

  test('rows for a healthy replica beside a probe, however patient they are', () => {
    const held = new HeldPool(2, { spread: { patienceMs: 1000 } })
    for (let failures = 0; failures < 4; failures++) {
      held.begin(0)
      held.replica(0).transport.end({ kind: 'unavailable', detail: 'it closed the connection' })
      held.pass(0)
    }
    held.pass(250)
    expect(held.pick()).toBe(held.replica(0))
    held.begin(0)
    expect(held.room(1)).toBe(1)
    expect(held.pick()).toBe(held.replica(1))
  })

  test('rows once the call that they wait for ends although it was given up, and is told so', () => {
    const room = new Notice()
    const held = new HeldPool(2, { room, spread: { patienceMs: 1000 } })
    let told = 0
    room.listen(() => {
      if (held.pool.hasRoom) told += 1
    })
    const loser = new AbortController()
    held
      .replica(0)
      .lease()
      .send(batchOf(new Asked([[0]])), loser.signal)
    loser.abort()
    expect(held.pool.hasRoom).toBe(false)
    held.end(0)
    expect(told).toBe(1)
  })
})
