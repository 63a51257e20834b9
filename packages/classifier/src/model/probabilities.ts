import type { Numbers } from '@sepal/ensemble'
import { type AnswerReader, Failures, numbersOf } from './answer-reader.ts'
import { NONE_FAILED, type Prediction } from './rows.ts'

/** How far beyond [0, 1] float32 rounding may carry a probability; sums of many trees do reach 1.0000001. */
const ROUNDING = 1e-5

export type ProbabilitiesOptions = {
  /** which of the model's columns stands at each place; nothing when they stand as they should */
  order: readonly number[] | undefined
  /** K */
  classes: number
  /** whether the numbers are to become probabilities by softmax, or by sigmoid where there is one a row */
  logits: boolean
}

/**
 * Reads K probabilities a row; of one number a row, which is the second class's, the first one is what is left.
 * A row with anything outside [0, 1] has no answer.
 */
export function probabilitiesReader({ order, classes, logits }: ProbabilitiesOptions): AnswerReader {
  return (result, rows) => {
    const given = numbersOf(result)
    const isSingle = classes === 2 && given.length === rows
    if (!isSingle && given.length !== rows * classes) {
      throw new RangeError(`the model gave ${given.length} numbers, expected ${rows * classes}`)
    }
    if (logits && !isSingle) softmax(given, classes)
    const pairs = isSingle ? bothOf(given, logits) : given
    return checked(order ? ordered(pairs, order) : pairs, classes)
  }
}

/** In place, a row of `width` numbers at a time. */
function softmax(numbers: Numbers, width: number) {
  for (let at = 0; at < numbers.length; at += width) {
    const row = numbers.subarray(at, at + width)
    const greatest = Math.max(...row)
    const powers = Array.from(row, (value) => Math.exp(value - greatest))
    const sum = powers.reduce((total, power) => total + power, 0)
    for (const [i, power] of powers.entries()) row[i] = power / sum
  }
}

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value))

function bothOf(seconds: Numbers, logits: boolean): Numbers {
  const pairs = like(seconds, 2 * seconds.length)
  for (const [row, value] of seconds.entries()) {
    const second = logits ? sigmoid(value) : value
    pairs[2 * row] = logits ? sigmoid(-value) : 1 - value
    pairs[2 * row + 1] = second
  }
  return pairs
}

function ordered(numbers: Numbers, order: readonly number[]): Numbers {
  const result = like(numbers, numbers.length)
  for (let at = 0; at < numbers.length; at += order.length) {
    for (const [to, from] of order.entries()) result[at + to] = numbers[at + from] ?? Number.NaN
  }
  return result
}

const like = (numbers: Numbers, length: number) =>
  numbers instanceof Float32Array ? new Float32Array(length) : new Float64Array(length)

const EXPECTED = 'expected a probability in [0, 1]'

/** Whether a row failed because the model gave it a number that is no probability, NaN aside. */
export function isOutOfRange(detail: string): boolean {
  return detail.endsWith(EXPECTED) && !detail.includes('NaN')
}

/** Carries what rounding took beyond [0, 1] back, and finds the rows with anything else. */
function checked(numbers: Numbers, width: number): Prediction {
  let failures: Failures | undefined
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] ?? Number.NaN
    if (value >= 0 && value <= 1) continue
    if (value >= -ROUNDING && value <= 1 + ROUNDING) {
      numbers[i] = value < 0 ? 0 : 1
      continue
    }
    failures ??= new Failures(numbers, width)
    failures.add(Math.floor(i / width), `the model gave ${value}, ${EXPECTED}`)
  }
  return failures?.end() ?? { numbers, failed: NONE_FAILED }
}
