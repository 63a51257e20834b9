/** What goes with a call to a classifier. */
export type Call = {
  requestId: string
  /** aborts at the deadline, and when the caller is gone */
  signal: AbortSignal
}
