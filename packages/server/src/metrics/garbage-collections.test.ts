import { expect, setDefaultTimeout, test } from 'bun:test'
import { eventually } from '../../test/bounded-wait.ts'
import { garbageCollections } from './garbage-collections.ts'

/** A collection takes long in a process in which many tests have run, ms. */
setDefaultTimeout(60_000)

test('collections of garbage are counted, one after the other', async () => {
  const count = garbageCollections()
  const collect = () => {
    Bun.gc(true)
    return count()
  }
  const before = count()
  const first = await eventually(collect, (now) => now > before)
  const second = await eventually(collect, (now) => now > first)
  expect(second).toBeGreaterThan(first)
})
