import type { Breaker, BreakerState, CallResult, Pass } from '../src/core/breaker.ts'

/** A breaker that delegates to another one, except for what a subclass overrides. */
export class BreakerAround implements Breaker {
  constructor(protected readonly inner: Breaker) {}

  get state(): BreakerState {
    return this.inner.state
  }

  get admits(): boolean {
    return this.inner.admits
  }

  begin(): Pass {
    return this.inner.begin()
  }

  end(pass: Pass, result: CallResult) {
    this.inner.end(pass, result)
  }

  readmit() {
    this.inner.readmit()
  }
}
