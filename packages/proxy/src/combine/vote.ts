/** A classifier's probability that the row is of its own class. */
export type Vote<N extends string> = { name: N; proba: number }

/** The decision over all classifiers: whose class it is, and how sure that is. */
export type Decision<N extends string> = { proba: number; label: N }

/**
 * Decides for one row. `votes` are in the manifest's order and at least one; ties go to the first.
 * Pure: the same votes give the same decision, whatever order they arrived in.
 */
export type Combine = <N extends string>(votes: readonly Vote<N>[]) => Decision<N>
