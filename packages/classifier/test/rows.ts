import type { Prediction, Rows } from '../src/model/rows.ts'
import { NO_TEXTS, NONE_FAILED } from '../src/model/rows.ts'
import type { Signature } from '../src/model/signature.ts'

/** Rows of numbers, one after the other. */
export const rowsOf = (...numbers: number[]): Rows => ({
  numbers: Float32Array.from(numbers),
  texts: NO_TEXTS,
})

/** Answers of numbers, one after the other. */
export const answersOf = (...numbers: number[]): Prediction => ({
  numbers: Float32Array.from(numbers),
  failed: NONE_FAILED,
})

/** What a manifest says of a model that takes F numbers and gives K probabilities. */
export function plainSignature(features: number, classes: number, sample?: readonly number[]): Signature {
  const names = (count: number, letter: string) => Array.from({ length: count }, (_, i) => `${letter}${i}`)
  return {
    columns: names(features, 'f').map((name) => ({ name, kind: 'number', values: [], mayBeMissing: false })),
    answer: { kind: 'probabilities', classes: names(classes, 'c'), isOrderKept: true, logits: false },
    sample: { numbers: sample ?? Array(features).fill(1), texts: NO_TEXTS },
    inputs: undefined,
    output: undefined,
  }
}

/** What there is to say of a model besides its answers. */
export const modelOfName = (file: string) => ({
  file,
  sha256: '',
  inputs: ['input: float32 [N, 2]'],
  output: 'output: float32 [N, 2]',
  repairs: [],
  notes: [],
  takesFloat32: true,
})
