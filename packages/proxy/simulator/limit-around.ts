import type { RowLimit } from '../src/core/row-limit.ts'

/** A limit that does what another one does, but for what a subclass changes. */
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
