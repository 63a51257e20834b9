import { describe, expect, test } from 'bun:test'
import { VirtualClock } from '../../simulator/virtual-clock.ts'
import { Asked, batchOf } from '../../test/asked.ts'
import { HeldTransport } from '../../test/held-transport.ts'
import { emptyPool, openReplica } from '../../test/pool-parts.ts'
import type { BatchAnswer } from '../core/batch-answer.ts'
import { OVERTAKEN } from '../core/hedge.ts'
import type { Outcome } from '../core/outcome.ts'
import { HealthCheck } from './health-check.ts'
import type { Replica } from './replica.ts'

const ok = { kind: 'ok', value: { numbers: new Float32Array() } } as const
const late = { kind: 'late', detail: 'too late' } as const
const down = { kind: 'unavailable', detail: 'gone' } as const

/** Replicas of one pool, in virtual time. */
class Peers {
  readonly clock = new VirtualClock()
  readonly pool = emptyPool<HeldTransport>()

  constructor(count: number) {
    this.pool.update(Array.from({ length: count }, (_, i) => this.open(i)))
  }

  open(i: number) {
    return openReplica(`10.0.0.${i}:1`, new HeldTransport(), this)
  }

  replica(i: number): Replica<HeldTransport> {
    return this.pool.replicas[i] ?? expect.unreachable()
  }

  get states() {
    return this.pool.replicas.map(({ state }) => state)
  }

  /** This many one-row calls with the same duration, ms, and the same outcome. */
  calls(i: number, count: number, { ms, outcome = ok, reason }: Call) {
    for (let n = 0; n < count; n++) {
      const loser = new AbortController()
      this.replica(i)
        .lease()
        .send(batchOf(new Asked([[0]])), loser.signal)
      this.pass(ms)
      if (reason) loser.abort(reason)
      this.replica(i).transport.end(outcome)
      this.pass(0)
    }
  }

  pass(ms: number) {
    this.clock.runUntil(this.clock.now() + ms)
  }
}
type Call = { ms: number; outcome?: Outcome<BatchAnswer>; reason?: string }

describe('a replica is ejected', () => {
  test.each<[string, Call]>([
    ['fails', { ms: 1, outcome: down }],
    ['gives an invalid answer', { ms: 1, outcome: { kind: 'malformed', detail: 'x' } }],
    ['takes more than 5 times as long as its peers', { ms: 260 }],
    ['is given up after more than twice as long', { ms: 120, outcome: late }],
    ['is overtaken by a hedge', { ms: 12, outcome: late, reason: OVERTAKEN }],
  ])('when the fourth consecutive call %s', (_, call) => {
    const peers = new Peers(2)
    peers.calls(1, 9, { ms: 50 })
    peers.calls(0, 3, call)
    expect(peers.states).toEqual(['closed', 'closed'])
    peers.calls(0, 1, call)
    expect(peers.states).toEqual(['open', 'closed'])
  })

  test.each<[string, Call]>([
    ['refuses the rows', { ms: 1, outcome: { kind: 'rejected', detail: 'x' } }],
    ['cannot answer a row', { ms: 1, outcome: { kind: 'unanswerable', detail: 'x' } }],
    ['is overloaded', { ms: 1, outcome: { kind: 'shed', detail: 'x' } }],
    ['is given up by callers with short deadlines', { ms: 20, outcome: late }],
    ['takes less than 5 times as long as its peers', { ms: 240 }],
  ])('but not when it %s', (_, call) => {
    const peers = new Peers(2)
    peers.calls(1, 9, { ms: 50 })
    peers.calls(0, 20, call)
    expect(peers.states).toEqual(['closed', 'closed'])
  })

  test('but not because all replicas are slow', () => {
    const peers = new Peers(2)
    for (let n = 0; n < 10; n++) for (const i of [0, 1]) peers.calls(i, 1, { ms: 900 })
    expect(peers.states).toEqual(['closed', 'closed'])
  })

  test('only one of three, and never the only one', () => {
    const peers = new Peers(3)
    for (const i of [0, 1, 2]) peers.calls(i, 10, { ms: 1, outcome: down })
    expect(peers.states).toEqual(['open', 'closed', 'closed'])
    peers.pool.update([peers.replica(0)])
    expect(peers.states).toEqual(['closed'])
  })
})

describe('a replica that accepts no calls', () => {
  test('gets none while another one does, and is checked every second', () => {
    const peers = new Peers(2)
    const watch = new HealthCheck(peers.pool, peers.clock)
    watch.start()
    peers.replica(0).transport.contractCheck = down
    peers.pass(1000)
    expect(peers.states).toEqual(['not-ready', 'closed'])
    expect(peers.pool.any).toBe(peers.replica(1))
    expect(peers.pool.hasOther([peers.replica(1)])).toBe(false)
    peers.replica(1).transport.contractCheck = down
    peers.pass(1000)
    expect(peers.pool.hasOther([peers.replica(1)])).toBe(true)
    for (const i of [0, 1]) peers.replica(i).transport.contractCheck = ok
    peers.pass(1000)
    expect(peers.states).toEqual(['closed', 'closed'])
    watch.stop()
    expect(peers.clock.pending).toBe(0)
  })

  test.each([
    [late, 'silent'],
    [{ kind: 'malformed', detail: 'it answered with status 404' }, 'closed'],
  ] as const)('has to say so: after the outcome %p calls may go to it', (contractCheck, state) => {
    const peers = new Peers(2)
    new HealthCheck(peers.pool, peers.clock).start()
    peers.replica(0).transport.contractCheck = contractCheck
    peers.pass(3000)
    expect(peers.states).toEqual([state, 'closed'])
    expect(peers.pool.hasOther([peers.replica(1)])).toBe(true)
  })
})

describe('a silent replica', () => {
  test('is one whose calls all run out of time, although it answers health checks', () => {
    const peers = new Peers(1)
    new HealthCheck(peers.pool, peers.clock).start()
    peers.calls(0, 4, { ms: 1000, outcome: late })
    expect([peers.states, peers.pool.doesAnswer]).toEqual([['silent'], true])
    peers.calls(0, 1, { ms: 1000 })
    expect(peers.states).toEqual(['closed'])
  })

  test.each([
    ['whose callers left soon', { ms: 50, outcome: late }],
    ['that another one overtook', { ms: 1000, outcome: late, reason: OVERTAKEN }],
  ])('is not one %s', (_, call) => {
    const peers = new Peers(1)
    peers.calls(0, 60, call)
    expect(peers.states).toEqual(['closed'])
  })
})

describe('whether a classifier answers is told', () => {
  const watched = (count: number) => {
    const peers = new Peers(count)
    const told: boolean[] = []
    new HealthCheck(peers.pool, peers.clock, (doesAnswer) => told.push(doesAnswer)).start()
    const all = (contractCheck: Outcome<unknown>) => {
      for (const { transport } of peers.pool.replicas) transport.contractCheck = contractCheck
    }
    return { peers, told, all }
  }

  test.each([late, down])(
    'once, within three seconds of the outcome $kind, and once it is back',
    (outcome) => {
      const { peers, told, all } = watched(2)
      peers.pass(5000)
      all(outcome)
      peers.pass(1000)
      expect(told).toEqual([])
      peers.pass(2000)
      expect(told).toEqual([false])
      peers.pass(9000)
      all(ok)
      peers.pass(1000)
      expect(told).toEqual([false, true])
    },
  )

  test('while another replica answers, or none ever did, nothing is', () => {
    const one = watched(2)
    one.peers.replica(0).transport.contractCheck = late
    one.peers.pass(9000)
    const starting = watched(1)
    starting.all(down)
    starting.peers.pass(9000)
    starting.all(ok)
    starting.peers.pass(9000)
    expect([one.told, starting.told]).toEqual([[], []])
  })
})
