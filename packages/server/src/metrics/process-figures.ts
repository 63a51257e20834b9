import { readFileSync } from 'node:fs'
import { version } from '../../../../package.json' with { type: 'json' }
import { openFiles } from '../open-files.ts'
import type { Families } from './family.ts'
import { garbageCollections } from './garbage-collections.ts'
import { loopLag } from './loop-lag.ts'

/** Adds what a process tells of itself, by the names of Prometheus's own clients where they have one. */
export function processFigures(metrics: Families) {
  const one = (value: () => number | undefined) => () => {
    const now = value()
    return now === undefined ? [] : [{ labels: {}, value: now }]
  }
  const gauge = (name: string, help: string, value: () => number | undefined) =>
    metrics.gauge({ name, help, labels: [], samples: one(value) })
  metrics.counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time spent, user and system',
    labels: [],
    samples: one(() => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6
    }),
  })
  gauge('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss())
  gauge('process_heap_bytes', 'Memory of JavaScript objects', () => process.memoryUsage().heapUsed)
  gauge('process_open_fds', 'Open files and connections, on Linux', openFiles)
  gauge('process_max_fds', 'How many there may be, on Linux', maxFiles)
  const startedAt = performance.timeOrigin / 1000
  gauge('process_start_time_seconds', 'When the process began, in seconds since 1970', () => startedAt)
  metrics.histogram({
    name: 'sepal_event_loop_lag_seconds',
    help: 'How late a timer of the event loop comes, twice a second',
    labels: [],
    samples: () => [{ labels: {}, value: loopLag() }],
  })
  metrics.counter({
    name: 'sepal_garbage_collections_total',
    help: 'Collections of garbage that were seen, of young objects alone or of all',
    labels: [],
    samples: one(garbageCollections()),
  })
  metrics.gauge({
    name: 'sepal_build_info',
    help: 'Always 1, for the version of Sepal and of Bun',
    labels: ['version', 'bun'],
    samples: () => [{ labels: { version, bun: Bun.version }, value: 1 }],
  })
}

function maxFiles(): number | undefined {
  try {
    const [, soft] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === undefined ? undefined : Number(soft)
  } catch {
    return undefined
  }
}
