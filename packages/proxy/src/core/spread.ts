/** Decides whether waiting rows open another call at an idle replica, or wait for the calls in flight and go together. */
export interface Spread {
  /** Records an answered call: how long it took, and how long its classifier had it, if that is known, ms. */
  record(ms: number, tookMs: number | undefined): void
  /** how old a call in flight may be and still keep rows from idle replicas, ms; 0 if they go there at once */
  readonly patienceMs: number
}
