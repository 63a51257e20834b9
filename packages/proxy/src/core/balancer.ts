/** A replica that could have the next call. */
export interface Candidate {
  /** what one more call here would take, ms, roughly */
  readonly cost: number
  readonly callsUnderWay: number
}

/** Decides which of several replicas gets the next call. */
export interface Balancer {
  /** @returns nobody of nobody */
  choose<C extends Candidate>(candidates: readonly C[]): C | undefined
}
