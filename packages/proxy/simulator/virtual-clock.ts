import { drainMicrotasks } from 'bun:jsc'
import type { Clock, Timer } from '../src/core/clock.ts'

type Event = { time: number; sequence: number; task: (() => void) | undefined }

/**
 * Time that moves only on request: a heap of events ordered by time, then by arrival.
 * Promises settle between events, as they do between turns of the event loop.
 */
export class VirtualClock implements Clock {
  readonly #heap: Event[] = []
  #now = 0
  #sequence = 0

  now = () => this.#now

  after(ms: number, task: () => void): Timer {
    const event: Event = { time: this.#now + Math.max(0, ms), sequence: this.#sequence++, task }
    this.#push(event)
    return {
      cancel: () => {
        event.task = undefined
      },
    }
  }

  endOfTurn(task: () => void) {
    this.after(0, task)
  }

  /** A turn takes no time here. */
  soon(task: () => void) {
    this.after(0, task)
  }

  /** Number of pending events. */
  get pending(): number {
    return this.#heap.filter(({ task }) => task !== undefined).length
  }

  /** Runs every event up to `time`, ms, including those that they schedule. */
  runUntil(time: number) {
    drainMicrotasks()
    for (;;) {
      const next = this.#heap[0]
      if (next === undefined || next.time > time) break
      this.#pop()
      this.#now = next.time
      next.task?.()
      drainMicrotasks()
    }
    this.#now = Math.max(this.#now, time)
  }

  #push(event: Event) {
    let i = this.#heap.push(event) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!this.#isBefore(i, parent)) break
      this.#swap(i, parent)
      i = parent
    }
  }

  #pop() {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    let i = 0
    for (;;) {
      const [left, right] = [2 * i + 1, 2 * i + 2]
      let least = i
      if (left < this.#heap.length && this.#isBefore(left, least)) least = left
      if (right < this.#heap.length && this.#isBefore(right, least)) least = right
      if (least === i) return
      this.#swap(i, least)
      i = least
    }
  }

  #isBefore(i: number, j: number): boolean {
    const [a, b] = [this.#heap[i], this.#heap[j]]
    if (a === undefined || b === undefined) return false
    return a.time < b.time || (a.time === b.time && a.sequence < b.sequence)
  }

  #swap(i: number, j: number) {
    const [a, b] = [this.#heap[i], this.#heap[j]]
    if (a === undefined || b === undefined) return
    this.#heap[i] = b
    this.#heap[j] = a
  }
}
