/**
 * Works on several items at once, at most `limit`, and gives the results in the order of the items. What fails, fails
 * in its place: the results before it are given first.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = []
  const iterator = items[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = iterator
        .next()
        .then(async ({ done, value }) => (done ? undefined : { result: work(value) }))
      const started = await next.catch((failure: unknown) => ({ result: Promise.reject(failure) }))
      if (started === undefined) break
      // Whoever waits for it comes later than its failure.
      started.result.catch(() => {})
      underWay.push(started.result)
      const first = underWay.length >= limit ? underWay.shift() : undefined
      if (first !== undefined) yield await first
    }
    for (const result of underWay) yield await result
  } finally {
    await iterator.return?.()
  }
}
