import type { Cell, Feature, Kind } from '../feature.ts'
import { shown } from '../shown.ts'
import { booleans } from './boolean.ts'
import { categories } from './category.ts'
import type { CellKind } from './cell-kind.ts'
import { integers } from './integer.ts'
import { isGap, isGapWord } from './missing.ts'
import { numbers } from './number.ts'
import { texts } from './text.ts'

/** Every kind; a further one is a file, its line here and its name in `Kind`. */
const KINDS: Readonly<Record<Kind, (feature: Feature) => CellKind>> = {
  number: () => numbers,
  integer: () => integers,
  boolean: () => booleans,
  category: categories,
  text: () => texts,
}

/** Reads the cells of one feature. */
export class CellReader {
  readonly name: string
  /** whether every cell is a number, with no gaps: such cells are read in place */
  readonly isPlainNumber: boolean
  readonly #kind: CellKind
  readonly #mayMiss: boolean

  constructor(feature: Feature) {
    const { name, kind = 'number', missing } = feature
    this.name = name
    this.isPlainNumber = kind === 'number' && missing === undefined
    this.#kind = KINDS[kind](feature)
    this.#mayMiss = missing !== undefined
  }

  /** `undefined` when the text is not what the feature takes. */
  ofText(text: string): Cell | undefined {
    if (this.#mayMiss && isGap(text)) return null
    const value = this.#kind.ofText(text)
    if (value === undefined && this.#mayMiss && this.#kind.hasGapWords && isGapWord(text)) return null
    return value
  }

  ofJson(value: unknown): Cell | undefined {
    if (value === null || value === undefined) return this.#mayMiss ? null : undefined
    return this.#kind.ofJson(value)
  }

  /** What is wrong with a text or a value that cannot be read. */
  problem(value: unknown): string {
    const hint = typeof value === 'string' ? this.#kind.hint?.(value) : undefined
    const found = value === undefined ? 'missing' : value === '' && !this.#mayMiss ? 'empty' : shown(value)
    return `${this.name} is ${found}, expected ${this.#kind.expected}${hint === undefined ? '' : ` (${hint})`}`
  }
}
