import { Type } from '@sinclair/typebox'
import type { OutputKind } from './output-kind.ts'

const Options = Type.Object(
  { unit: Type.Optional(Type.String({ description: 'what the number counts, "" for none' })) },
  { additionalProperties: false, description: 'an object with unit, which is optional' },
)

/** A finite number, as a regressor gives. */
export const value: OutputKind<'value', typeof Options> = {
  tag: 'value',
  options: Options,
  bind: (options) => ({
    width: 1,
    classes: [],
    answerSchema: Type.Number({ description: options.unit ? `in ${options.unit}` : 'a finite number' }),
    description: { output: { value: { ...options } } },
    fault: (numbers) =>
      numbers.every((number) => Number.isFinite(number)) ? undefined : 'a value is not finite',
    answerOf: (numbers, at) => numbers[at] ?? Number.NaN,
    numbersOf: (answer) => (typeof answer === 'number' ? [answer] : 'an answer is not a number'),
    example: (isFirst) => (isFirst ? 12.5 : 11),
  }),
}
