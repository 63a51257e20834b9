/** How long a call to a replica takes, as its balancer sees it. */
export interface LatencyEstimate {
  /** ms; 0 when nothing is known */
  readonly ms: number
  record(ms: number): void
  /** Of a call that failed, and what it counts for. */
  recordFailure(ms: number): void
  /** Forgets what was before. */
  restart(ms: number): void
}
