import { heapStats } from 'bun:jsc'

// Loaded into the servers of a soak before their own code: on SIGUSR2 they write what their heap holds.

/** Starts the line, so that it is known among the others. */
const MARK = 'HEAP '
const KINDS = ['Promise', 'Timeout', 'AbortSignal', 'AbortController', 'Request', 'Response', 'WebSocket']

process.on('SIGUSR2', () => {
  Bun.gc(true)
  const { objectTypeCounts } = heapStats()
  console.log(
    MARK + JSON.stringify(Object.fromEntries(KINDS.map((kind) => [kind, objectTypeCounts[kind] ?? 0]))),
  )
})
