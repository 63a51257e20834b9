import { describe, expect, test } from 'bun:test'
import { VirtualClock } from '../../simulator/virtual-clock.ts'
import { Asked, batchOf } from '../../test/asked.ts'
import { HeldTransport } from '../../test/held-transport.ts'
import { emptyPool, openReplica } from '../../test/pool-parts.ts'
import { Notice } from '../core/notice.ts'
import { Discovery } from './discovery.ts'
import type { Replica } from './replica.ts'

const REFRESH_MS = 1000

/** A DNS that the test controls, and a pool that follows it in virtual time. */
class Watched {
  readonly clock = new VirtualClock()
  readonly room = new Notice()
  readonly pool = emptyPool<HeldTransport>({ room: this.room })
  /** every replica ever connected to */
  readonly connected: Replica<HeldTransport>[] = []
  readonly discovery: Discovery<HeldTransport>
  lookups = 0

  constructor(
    /** the addresses behind each name; a name without any does not resolve */
    readonly dns: Record<string, string[] | Promise<string[]>>,
    names = Object.keys(dns),
  ) {
    const { clock, pool } = this
    this.discovery = new Discovery(pool, names, {
      clock,
      refreshMs: REFRESH_MS,
      resolve: async (name) => {
        this.lookups += 1
        const found = this.dns[name]
        if (found === undefined) throw new Error(`getaddrinfo ENOTFOUND ${name}`)
        return found
      },
      open: (address) => {
        const replica = openReplica(address, new HeldTransport(), { clock, pool })
        this.connected.push(replica)
        return replica
      },
    })
    this.discovery.watch()
    clock.runUntil(0)
  }

  get addresses(): string[] {
    return this.pool.replicas.map(({ address }) => address)
  }

  refresh() {
    this.clock.runUntil(this.clock.now() + REFRESH_MS)
  }
}

describe('a pool', () => {
  test('connects to every address behind its names, once', () => {
    const { addresses } = new Watched({
      'a:1': ['10.0.0.1:1', '10.0.0.2:1'],
      'b:1': ['10.0.0.2:1', '[::1]:1'],
    })
    expect(addresses).toEqual(['10.0.0.1:1', '10.0.0.2:1', '[::1]:1'])
  })

  test('follows addresses that appear and vanish; those that stay keep their connection', () => {
    const watched = new Watched({ 'a:1': ['10.0.0.1:1', '10.0.0.2:1'] })
    const [first, second] = watched.pool.replicas
    watched.dns['a:1'] = ['10.0.0.3:1', '10.0.0.2:1']
    watched.refresh()
    expect(watched.addresses).toEqual(['10.0.0.2:1', '10.0.0.3:1'])
    expect(watched.pool.replicas[0]).toBe(second)
    expect(watched.connected).toHaveLength(3)
    expect([first?.transport.isClosed, second?.transport.isClosed]).toEqual([true, false])
  })

  test('lets a replica that vanishes finish its calls', () => {
    const watched = new Watched({ 'a:1': ['10.0.0.1:1'] })
    const [first] = watched.connected
    first?.lease().send(batchOf(new Asked([[1]])), new AbortController().signal)
    watched.dns['a:1'] = ['10.0.0.2:1']
    watched.refresh()
    expect([watched.addresses, first?.transport.isClosed]).toEqual([['10.0.0.2:1'], false])
    first?.transport.end()
    watched.refresh()
    expect(first?.transport.isClosed).toBe(true)
  })

  test('notifies nobody when only the order of addresses changes', () => {
    const watched = new Watched({ 'a:1': ['10.0.0.1:1', '10.0.0.2:1'] })
    let changes = 0
    watched.room.listen(() => {
      changes += 1
    })
    watched.dns['a:1'] = ['10.0.0.2:1', '10.0.0.1:1']
    watched.refresh()
    expect([changes, watched.lookups]).toEqual([0, 2])
    watched.dns['a:1'] = ['10.0.0.2:1']
    watched.refresh()
    expect([changes, watched.lookups]).toEqual([1, 3])
  })

  test('does not resolve again what is an address itself', () => {
    const watched = new Watched({ '10.0.0.1:1': ['10.0.0.1:1'], 'a:1': ['10.0.0.2:1'] })
    const fixed = new Watched({ '10.0.0.1:1': ['10.0.0.1:1'], '[::1]:1': ['[::1]:1'] })
    expect([watched.clock.pending, fixed.clock.pending]).toEqual([1, 0])
    expect(fixed.addresses).toEqual(['10.0.0.1:1', '[::1]:1'])
  })

  test('opens a new connection to an address that comes back', () => {
    const watched = new Watched({ 'a:1': ['10.0.0.1:1'] })
    watched.dns['a:1'] = []
    watched.refresh()
    expect(watched.addresses).toEqual([])
    watched.dns['a:1'] = ['10.0.0.1:1']
    watched.refresh()
    expect(watched.connected.map(({ transport }) => transport.isClosed)).toEqual([true, false])
    expect(watched.pool.replicas).toEqual(watched.connected.slice(1))
  })
})

describe('when a name cannot be resolved', () => {
  test('its known addresses stay, and the other names are followed', () => {
    const watched = new Watched({ 'a:1': ['10.0.0.1:1'], 'b:1': ['10.0.0.2:1'] })
    delete watched.dns['a:1']
    watched.dns['b:1'] = ['10.0.0.3:1']
    watched.refresh()
    expect(watched.addresses).toEqual(['10.0.0.1:1', '10.0.0.3:1'])
    watched.dns['a:1'] = ['10.0.0.4:1']
    watched.refresh()
    expect(watched.addresses).toEqual(['10.0.0.3:1', '10.0.0.4:1'])
  })

  test('it is resolved later', () => {
    const watched = new Watched({}, ['a:1'])
    expect(watched.addresses).toEqual([])
    watched.refresh()
    expect([watched.addresses, watched.lookups]).toEqual([[], 2])
    watched.dns['a:1'] = ['10.0.0.1:1']
    watched.refresh()
    expect(watched.addresses).toEqual(['10.0.0.1:1'])
  })
})

describe('stopping discovery', () => {
  test('leaves no timer, ends the lookups and closes every connection', () => {
    const watched = new Watched({ 'a:1': ['10.0.0.1:1', '10.0.0.2:1'] })
    expect(watched.clock.pending).toBe(1)
    watched.discovery.stop()
    expect(watched.clock.pending).toBe(0)
    watched.refresh()
    expect(watched.lookups).toBe(1)
    expect(watched.connected.map(({ transport }) => transport.isClosed)).toEqual([true, true])
  })

  test('during a lookup connects to nothing', () => {
    const slow = Promise.withResolvers<string[]>()
    const watched = new Watched({ 'a:1': slow.promise })
    watched.discovery.stop()
    slow.resolve(['10.0.0.1:1'])
    watched.refresh()
    expect([watched.connected.length, watched.clock.pending, watched.lookups]).toEqual([0, 0, 1])
  })
})

test('names are resolved again only after the previous lookup has finished', () => {
  const slow = Promise.withResolvers<string[]>()
  const watched = new Watched({ 'a:1': slow.promise })
  watched.refresh()
  watched.refresh()
  expect(watched.lookups).toBe(1)
  slow.resolve(['10.0.0.1:1'])
  watched.clock.runUntil(3 * REFRESH_MS - 1)
  expect([watched.addresses, watched.lookups]).toEqual([['10.0.0.1:1'], 1])
  watched.refresh()
  expect(watched.lookups).toBe(2)
})
