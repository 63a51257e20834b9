import type { Cell } from '../feature.ts'

/** How the cells of one kind of feature are read. */
export interface CellKind {
  /** for a message: `expected …` */
  expected: string
  /** `undefined` when the text is none */
  ofText(text: string): Cell | undefined
  /** the same for a value in JSON */
  ofJson(value: unknown): Cell | undefined
  /** what to do about a text that is none, where that is known */
  hint?(text: string): string | undefined
  /** whether words such as `NA` mean a gap where gaps are allowed, or are text like any other */
  hasGapWords: boolean
}
