/** One of the values that a bucket counts, with the trace in which it was measured. */
export type Exemplar = {
  readonly traceId: string
  readonly spanId: string
  readonly value: number
  readonly at: number
}

/** The last exemplar of each bucket of a histogram; takes no memory until there is one. */
export class Exemplars {
  #latest: (Exemplar | undefined)[] | undefined

  /** @param at seconds since 1970 */
  record(bucket: number, exemplar: Exemplar) {
    this.#latest ??= []
    this.#latest[bucket] = exemplar
  }

  of(bucket: number): Exemplar | undefined {
    return this.#latest?.[bucket]
  }
}
