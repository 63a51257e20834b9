/** The features of one example, in the manifest's order: [F]. */
export type Row = readonly number[]

/** +1 for a row of the classifier's own class, −1 for the rest. */
export type Sign = 1 | -1

export type Example = { row: Row; sign: Sign }
