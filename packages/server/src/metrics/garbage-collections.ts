let seen: (() => number) | undefined

/**
 * How many collections of garbage were seen, from the first call on. Bun tells neither their number nor their time: this
 * counts how often an object that nobody holds is collected, so that collections in quick succession may count as one.
 */
export function garbageCollections(): () => number {
  seen ??= watch()
  return seen
}

function watch(): () => number {
  let count = 0
  const registry = new FinalizationRegistry(() => {
    count += 1
    leaveGarbage()
  })
  const leaveGarbage = () => registry.register({}, undefined)
  leaveGarbage()
  return () => count
}
