import type { Numbers } from '@sepal/ensemble'
import { type FailedRow, NONE_FAILED, type Prediction } from './rows.ts'
import type { Result } from './session.ts'

/** Makes `[N, W]` numbers of the tensor that a model gives for N rows. */
export type AnswerReader = (result: Result, rows: number) => Prediction

/** The numbers of a tensor of any type that holds numbers, where they lie if they are floats already. */
export function numbersOf({ data }: Result): Numbers {
  if (data instanceof Float32Array || data instanceof Float64Array) return data
  if (data instanceof Float16Array) return Float32Array.from(data)
  if (Array.isArray(data)) throw new TypeError('the model gave texts, expected numbers')
  return Float64Array.from(data, Number)
}

/** Rows without an answer: their numbers become NaN, and why is kept. */
export class Failures {
  #failed: FailedRow[] | undefined

  constructor(
    private readonly numbers: Numbers,
    private readonly width: number,
  ) {}

  add(row: number, detail: string) {
    this.#failed ??= []
    if (this.#failed.at(-1)?.row === row) return
    this.#failed.push({ row, detail })
  }

  end(): Prediction {
    for (const { row } of this.#failed ?? []) {
      this.numbers.fill(Number.NaN, row * this.width, (row + 1) * this.width)
    }
    return { numbers: this.numbers, failed: this.#failed ?? NONE_FAILED }
  }
}

/** One finite number a row. */
export const readNumbers: AnswerReader = (result, rows) => {
  const numbers = numbersOf(result)
  if (numbers.length !== rows) {
    throw new RangeError(`the model gave ${numbers.length} numbers for ${rows} rows, expected one a row`)
  }
  const failures = new Failures(numbers, 1)
  for (const [row, value] of numbers.entries()) {
    if (!Number.isFinite(value)) failures.add(row, `the model gave ${value}, expected a finite number`)
  }
  return failures.end()
}
