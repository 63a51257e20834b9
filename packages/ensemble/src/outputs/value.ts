import { Type } from '@sinclair/typebox'
import { oneNumber } from './one-number.ts'
import type { OutputKind } from './output-kind.ts'

const Options = Type.Object(
  { unit: Type.Optional(Type.String({ description: 'what the number counts, "" for none' })) },
  { additionalProperties: false, description: 'an object with unit, which is optional' },
)

/** A finite number, as a regressor gives. */
export const value: OutputKind<'value', typeof Options> = {
  tag: 'value',
  options: Options,
  bind: (options) =>
    oneNumber({ output: { value: { ...options } } }, options.unit ? `in ${options.unit}` : 'a finite number'),
}
