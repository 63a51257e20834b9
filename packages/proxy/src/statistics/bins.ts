/** Stretches of numbers, each up to its upper bound and including it; a last one is above all bounds. */
export class Bins {
  /** @param bounds ascending */
  constructor(readonly bounds: readonly number[]) {}

  get size(): number {
    return this.bounds.length + 1
  }

  /** Which stretch a number is in, from 0. */
  placeOf(value: number): number {
    let low = 0
    let high = this.bounds.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (value > (this.bounds[middle] ?? Number.POSITIVE_INFINITY)) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** How many stretches a distribution has, as usual for the population stability index. */
const COUNT = 10

/** Of probabilities: tenths, found without a search. */
class Tenths extends Bins {
  constructor() {
    super(Array.from({ length: COUNT - 1 }, (_, i) => (i + 1) / COUNT))
  }

  override placeOf(value: number): number {
    return Math.max(0, Math.min(COUNT, Math.ceil(value * COUNT)) - 1)
  }
}

export const TENTHS = new Tenths()

/** Stretches with about the same number of these values in each; fewer where many values are the same. */
export function quantileBins(values: readonly number[]): Bins {
  const sorted = Float64Array.from(values).sort()
  const bounds = Array.from({ length: COUNT - 1 }, (_, i) =>
    sorted.at(Math.ceil((sorted.length * (i + 1)) / COUNT) - 1),
  )
  const last = sorted.at(-1)
  const distinct = new Set(bounds.filter((bound) => bound !== undefined && bound !== last))
  return new Bins([...distinct].filter((bound) => bound !== undefined))
}

/** The powers of ten whose 1, 2 and 5 are bounds where nothing is known of the values. */
const FIRST_POWER = -3
const LAST_POWER = 6

/** Of numbers of any size and sign: 1, 2 and 5 of each power of ten from a thousandth to a million. */
export const DECADES = decades()

function decades(): Bins {
  const positive: number[] = []
  for (let power = FIRST_POWER; power <= LAST_POWER; power++) {
    // From text: 2 * 10 ** -3 is not 0.002.
    for (const digit of power === LAST_POWER ? [1] : [1, 2, 5]) positive.push(Number(`${digit}e${power}`))
  }
  return new Bins([...positive.map((bound) => -bound).reverse(), 0, ...positive])
}
