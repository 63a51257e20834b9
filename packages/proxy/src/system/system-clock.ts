import type { Clock } from '../core/clock.ts'

/** The system clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms).unref()
    return { cancel: () => clearTimeout(timer) }
  },
  endOfTurn: (task) => {
    setImmediate(task)
  },
  soon: queueMicrotask,
}
