/** What a column of rows holds. */
export type Kind = (typeof kinds)[number]

const kinds = ['number', 'integer', 'boolean', 'category', 'text'] as const

export const isKind = (text: string): text is Kind => kinds.some((kind) => kind === text)

/** A feature that a table must have a column for, as the proxy's `/metadata` describes it. */
export type Feature = {
  name: string
  unit?: string
  /** a number unless it says otherwise */
  kind?: Kind
  /** the values of a category */
  values?: readonly string[]
  /** there if a cell may be empty */
  missing?: object
}

/** A cell as it is sent; `null` is a gap. */
export type Cell = number | string | boolean | null
