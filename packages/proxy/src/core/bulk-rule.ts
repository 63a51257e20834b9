/**
 * Decides whether a request of this many rows waits in the bulk line, which gets the rest of each call, or in the line
 * of requests that fit in one call.
 */
export type BulkRule = (rows: number, rowsOfCall: number) => boolean
