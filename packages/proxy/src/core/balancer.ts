/** A replica that could take the next call. */
export interface Candidate {
  /** estimated duration of one more call here, ms */
  readonly cost: number
  readonly callsUnderWay: number
}

/** Decides which of several replicas gets the next call. */
export interface Balancer {
  /** @returns `undefined` if there are no candidates */
  choose<C extends Candidate>(candidates: readonly C[]): C | undefined
}
