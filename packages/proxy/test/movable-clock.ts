import type { Clock } from '../src/core/clock.ts'
import { systemClock } from '../src/system/system-clock.ts'

/** Real time that a test can move forward, so that a deadline passes when the test says so, however busy the machine. */
export class MovableClock implements Clock {
  #aheadMs = 0
  readonly after = systemClock.after
  readonly endOfTurn = systemClock.endOfTurn
  readonly soon = systemClock.soon

  readonly now = () => systemClock.now() + this.#aheadMs

  move(ms: number) {
    this.#aheadMs += ms
  }
}
