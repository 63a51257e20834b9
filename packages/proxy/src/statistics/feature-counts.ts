import type { Feature } from '@sepal/ensemble'
import { Bins, quantileBins } from './bins.ts'
import { Counts } from './counts.ts'
import { type Drift, driftBetween } from './stability.ts'

/** Of one feature: how many values were missing, and how the others are spread. */
export class FeatureCounts {
  readonly name: string
  /** what a place stands for: a stretch of numbers, or the values of a category; the last place is for gaps */
  readonly bins: Bins | readonly string[]
  readonly counts: Counts
  /** the same counts in training, where its values are known */
  readonly training: readonly number[] | undefined
  readonly #missing: number
  /** requests that were refused because of a value of this feature */
  refused = 0

  /** @param values in training */
  constructor({ name, kind, description }: Feature, values: readonly number[] | undefined) {
    this.name = name
    this.bins = binsOf(kind, description, values)
    this.#missing = this.bins instanceof Bins ? this.bins.size : this.bins.length
    this.counts = new Counts(this.#missing + 1)
    this.training = values && this.#spread(values)
  }

  /** @param value as models get it; NaN is a gap */
  add(value: number) {
    this.counts.add(this.#placeOf(value))
  }

  /** Whether anything but gaps is told apart. */
  get isSpread(): boolean {
    return this.#missing > 1
  }

  /** Since the start. */
  get missing(): number {
    return this.counts.all[this.#missing] ?? 0
  }

  get drift(): Drift | undefined {
    return this.training && driftBetween(this.training, this.counts.late)
  }

  #placeOf(value: number): number {
    if (Number.isNaN(value)) return this.#missing
    return this.bins instanceof Bins ? this.bins.placeOf(value) : Math.min(value, this.#missing - 1)
  }

  #spread(values: readonly number[]): number[] {
    const counts = new Array<number>(this.counts.size).fill(0)
    for (const value of values) {
      const place = this.#placeOf(value)
      counts[place] = (counts[place] ?? 0) + 1
    }
    return counts
  }
}

function binsOf(
  kind: Feature['kind'],
  description: object,
  values: readonly number[] | undefined,
): Bins | readonly string[] {
  switch (kind) {
    case 'boolean':
      return ['false', 'true']
    case 'category':
      return 'values' in description && Array.isArray(description.values)
        ? description.values.map(String)
        : []
    case 'text':
      // Places of texts say nothing of them.
      return new Bins([])
    case 'number':
    case 'integer':
      return quantileBins(values?.filter((value) => !Number.isNaN(value)) ?? [])
  }
}
