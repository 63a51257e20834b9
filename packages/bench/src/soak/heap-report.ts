import { heapStats } from 'bun:jsc'

// Preloaded into the servers of a soak: on SIGUSR2 they print what their heap holds.

/** Marks the line among the others. */
const MARK = 'HEAP '
const KINDS = ['Promise', 'Timeout', 'AbortSignal', 'AbortController', 'Request', 'Response', 'WebSocket']

process.on('SIGUSR2', () => {
  Bun.gc(true)
  const { objectTypeCounts } = heapStats()
  console.log(
    MARK + JSON.stringify(Object.fromEntries(KINDS.map((kind) => [kind, objectTypeCounts[kind] ?? 0]))),
  )
})
