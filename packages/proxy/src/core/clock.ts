export interface Timer {
  cancel(): void
}

/** Time, as the batchers and policies see it: real in production, a number that a simulator moves in tests. */
export interface Clock {
  /** ms, monotonic */
  now(): number
  after(ms: number, task: () => void): Timer
  /** Runs `task` when what the current turn of the event loop brings is all in. */
  endOfTurn(task: () => void): void
}
