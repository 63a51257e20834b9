import type { RowLimit } from '../src/core/row-limit.ts'

/** A limit that delegates to another one, except for what a subclass overrides. */
export class LimitAround implements RowLimit {
  constructor(protected readonly inner: RowLimit) {}

  get rows(): number {
    return this.inner.rows
  }

  get figure(): number {
    return this.inner.figure
  }

  recordWait(ms: number, underWay: number) {
    this.inner.recordWait(ms, underWay)
  }

  recordTimeout(ms: number, underWay: number) {
    this.inner.recordTimeout(ms, underWay)
  }

  recordAnswer(answered: number, call: { callMs: number; width: number }) {
    this.inner.recordAnswer(answered, call)
  }

  mayExceed(underWay: number): boolean {
    return this.inner.mayExceed(underWay)
  }
}
