/** Bounds the sends beyond first tries. */
export interface SendBudget {
  recordFirst(): void
  /** Takes one extra send, if any is left. */
  reserve(): boolean
}

export type BudgetShare = {
  /** extra sends per first try in the window */
  share: number
  /** extra sends per window regardless of traffic, so that a quiet batcher may retry too */
  floor: number
}
