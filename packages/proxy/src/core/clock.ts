export interface Timer {
  cancel(): void
}

/** Time for batchers and policies: real in production, a virtual number in the simulator. */
export interface Clock {
  /** ms, monotonic */
  now(): number
  after(ms: number, task: () => void): Timer
  /** Runs `task` once everything in the current turn of the event loop has arrived. */
  endOfTurn(task: () => void): void
  /** Runs `task` in the same turn, once what is running has ended. */
  soon(task: () => void): void
}
