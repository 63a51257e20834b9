const SIZE = 624
const OFFSET = 397

/**
 * MT19937, the 32-bit Mersenne Twister: the same numbers for the same seed on every machine, and the ones that
 * NumPy's `RandomState` and C++'s `std::mt19937` draw.
 *
 * Source: M. Matsumoto and T. Nishimura, "Mersenne Twister: A 623-dimensionally equidistributed uniform
 * pseudo-random number generator", ACM TOMACS 8(1), 1998; seeding from the authors' 2002 revision.
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE)
  #position = SIZE

  /** @param seed an integer in 0 … 2³² − 1 */
  constructor(seed: number) {
    let word = seed >>> 0
    for (let i = 0; i < SIZE; i++) {
      this.#state[i] = word
      word = (Math.imul(1_812_433_253, word ^ (word >>> 30)) + i + 1) >>> 0
    }
  }

  /** The next number, uniform over 0 … 2³² − 1. */
  next(): number {
    if (this.#position === SIZE) this.#refill()
    let word = this.#word(this.#position++)
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    word ^= word >>> 18
    return word >>> 0
  }

  #word(position: number): number {
    return this.#state[position % SIZE] ?? 0
  }

  #refill() {
    for (let i = 0; i < SIZE; i++) {
      const joined = (this.#word(i) & 0x80000000) | (this.#word(i + 1) & 0x7fffffff)
      const twist = joined & 1 ? 0x9908b0df : 0
      this.#state[i] = this.#word(i + OFFSET) ^ (joined >>> 1) ^ twist
    }
    this.#position = 0
  }
}
