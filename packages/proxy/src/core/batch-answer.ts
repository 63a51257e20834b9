/** What a classifier answers to a batch: `[rowCount, width]`, checked. */
export type BatchAnswer = { readonly numbers: Float32Array }
