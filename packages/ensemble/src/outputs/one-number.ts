import { Type } from '@sinclair/typebox'
import { allNumbers } from '../numbers.ts'
import type { OutputCodec, OutputDescription } from './output-kind.ts'

/** One finite number for a row. */
export function oneNumber(description: OutputDescription, meaning: string): OutputCodec {
  return {
    width: 1,
    classes: [],
    answerSchema: Type.Number({ description: meaning }),
    description,
    fault: (numbers) => (allNumbers(numbers, Number.isFinite) ? undefined : 'a number is not finite'),
    answerOf: (numbers, at) => numbers[at] ?? Number.NaN,
    numbersOf: (answer) => (typeof answer === 'number' ? [answer] : 'an answer is not a number'),
    example: (isFirst) => (isFirst ? 12.5 : 11),
  }
}
