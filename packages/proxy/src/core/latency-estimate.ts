/** The latency of a replica, as its balancer sees it. */
export interface LatencyEstimate {
  /** ms; 0 if unknown */
  readonly ms: number
  record(ms: number): void
  /** Records a failed call, and the latency it counts as. */
  recordFailure(ms: number): void
  /** Discards all earlier measurements. */
  restart(ms: number): void
}
