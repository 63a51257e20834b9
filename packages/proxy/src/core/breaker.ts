/** The names of the states below. */
export const breakerStates = ['closed', 'open', 'half-open'] as const satisfies BreakerState['kind'][]

export type BreakerState =
  | { kind: 'closed'; failures: number; since: number }
  | { kind: 'open'; until: number }
  | { kind: 'half-open'; isProbing: boolean }

/** Permission to make one call. Results of calls that began before the last state change are ignored. */
export type Pass = { readonly epoch: number; readonly isProbe: boolean }

export type CallResult = 'success' | 'failure' | 'cancelled'

/** Keeps calls from a replica that fails. */
export interface Breaker {
  readonly state: BreakerState
  /** whether a call is allowed now */
  readonly admits: boolean
  begin(): Pass
  end(pass: Pass, result: CallResult): void
  /** Closes it: the pool has shrunk so far that this replica may not stay ejected. */
  readmit(): void
}
