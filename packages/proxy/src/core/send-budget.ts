/** Bounds the sends beyond first tries. */
export interface SendBudget {
  recordFirst(): void
  /** Takes one extra send, if there is one. */
  reserve(): boolean
}

export type BudgetShare = {
  /** extra sends for each first try in the window */
  share: number
  /** extra sends in a window whatever the traffic, so that a quiet batcher may retry too */
  floor: number
}
