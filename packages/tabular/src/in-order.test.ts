import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { inOrder } from './in-order.ts'

async function* upTo(count: number, failure?: Error) {
  for (let i = 0; i < count; i++) yield i
  if (failure) throw failure
}

/** What is given before the end, and what ends it. */
async function taken<T>(results: AsyncIterable<T>): Promise<{ given: T[]; failure?: unknown }> {
  const given: T[] = []
  try {
    for await (const result of results) given.push(result)
    return { given }
  } catch (failure) {
    return { given, failure }
  }
}

test('results come in the order of the items, whichever is ready first, and no more are under way than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.nat(12),
      fc.integer({ min: 1, max: 5 }),
      async (scheduler, count, limit) => {
        let underWay = 0
        let most = 0
        const results = inOrder(upTo(count), limit, async (item) => {
          underWay += 1
          most = Math.max(most, underWay)
          await scheduler.schedule(Promise.resolve())
          underWay -= 1
          return item * 2
        })
        const { given } = await scheduler.waitFor(taken(results))
        expect(given).toEqual(Array.from({ length: count }, (_, i) => i * 2))
        expect(most).toBeLessThanOrEqual(limit)
      },
    ),
  )
})

test('what comes before a failure is given first', async () => {
  const failure = new Error('broken')
  const work = async (item: number) => {
    if (item === 3) throw failure
    return item
  }
  expect(await taken(inOrder(upTo(9), 4, work))).toEqual({ given: [0, 1, 2], failure })
  expect(await taken(inOrder(upTo(2, failure), 4, work))).toEqual({ given: [0, 1], failure })
})

test('who takes no more ends the items', async () => {
  let hasEnded = false
  async function* items() {
    try {
      yield* upTo(100)
    } finally {
      hasEnded = true
    }
  }
  for await (const result of inOrder(items(), 3, async (item) => item)) if (result === 5) break
  expect(hasEnded).toBe(true)
})
