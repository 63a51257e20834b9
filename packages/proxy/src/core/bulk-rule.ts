/**
 * Whether a request of so many rows waits in the line of bulk, which has what is left of a call, rather than in the line
 * of requests that fit in one call.
 */
export type BulkRule = (rows: number, rowsOfCall: number) => boolean
