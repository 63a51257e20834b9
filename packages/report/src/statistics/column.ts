import { driftBetween } from '@sepal/proxy/statistics/stability'
import { kolmogorovSmirnov, numericDrift, smirnovChance } from './drift.ts'
import { Reservoir } from './reservoir.ts'

/** Of more texts than these, further ones are counted together. */
const MAX_VALUES = 1000
const OTHERS = '(others)'

/** One side of the date. */
class Side {
  missing = 0
  readonly numbers = new Reservoir()
  readonly texts = new Map<string, number>()
  #texts = 0

  add(value: string | number | boolean | null) {
    if (value === null) this.missing += 1
    else if (typeof value === 'number') this.numbers.add(value)
    else this.#count(String(value))
  }

  get present(): number {
    return this.numbers.count + this.#texts
  }

  get missingShare(): number {
    return this.missing / Math.max(1, this.missing + this.present)
  }

  #count(text: string) {
    this.#texts += 1
    const key = this.texts.has(text) || this.texts.size < MAX_VALUES ? text : OTHERS
    this.texts.set(key, (this.texts.get(key) ?? 0) + 1)
  }
}

/** A column before and after a date, in constant memory: a sample of its numbers, or counts of its values. */
export class Column {
  readonly #before = new Side()
  readonly #after = new Side()

  add(value: string | number | boolean | null, isAfter: boolean) {
    ;(isAfter ? this.#after : this.#before).add(value)
  }

  drift() {
    const [before, after] = [this.#before, this.#after]
    const sides = {
      before: before.present,
      after: after.present,
      missingBefore: before.missingShare,
      missingAfter: after.missingShare,
    }
    const [a, b] = [before.numbers.values, after.numbers.values]
    if (a.length > 0 && b.length > 0) {
      const distance = kolmogorovSmirnov(a, b)
      const chance = smirnovChance(distance, a.length, b.length)
      return { ...sides, ...numericDrift(a, b), distance, chance }
    }
    const values = [...new Set([...before.texts.keys(), ...after.texts.keys()])]
    const counts = ({ texts }: Side) => values.map((value) => texts.get(value) ?? 0)
    return { ...sides, ...driftBetween(counts(before), counts(after)) }
  }
}
