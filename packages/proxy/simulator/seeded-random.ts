import type { Random } from '../src/core/random.ts'

/** Randomness from a seed: mulberry32 (Tommy Ettinger, public domain). The same seed gives the same numbers. */
export class SeededRandom implements Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** in [0, 1) */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let bits = this.#state
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low)
  }

  /** a time until the next event of a process with this mean, ms */
  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean
  }

  pick<V>(values: readonly V[]): V {
    const value = values[this.below(values.length)]
    if (value === undefined) throw new RangeError('nothing to pick from')
    return value
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }
}
