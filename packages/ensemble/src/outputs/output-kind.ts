import { type Static, type TSchema, Type } from '@sinclair/typebox'
import type { ManifestFault } from '../manifest-error.ts'
import type { Numbers } from '../numbers.ts'

/** An answer to one row as callers get it. */
export type Answer = number | string | number[]

/** What is told of an output where models are described. */
export const OutputDescription = Type.Object({
  classes: Type.Optional(
    Type.Array(Type.String(), { description: 'the classes, in the order of the numbers' }),
  ),
  output: Type.Optional(
    Type.Record(Type.String(), Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])), {
      description: 'the kind of its answers, where they are not probabilities, and what is known of it',
    }),
  ),
})
export type OutputDescription = Static<typeof OutputDescription>

/** A kind of output: what a classifier's entry in a manifest may say about it, and what its numbers mean. */
export interface OutputKind<Tag extends string = string, Options extends TSchema = TSchema> {
  readonly tag: Tag
  /** of what stands behind the tag */
  readonly options: Options
  /** What is wrong with the options that a schema cannot say. */
  fault?(options: Static<Options>): ManifestFault | undefined
  bind(options: Static<Options>): OutputCodec
}

/** A kind with its options. */
export interface OutputCodec {
  /** how many numbers answer a row */
  readonly width: number
  /** the classes that it tells apart, if any */
  readonly classes: readonly string[]
  /** of an answer to one row */
  readonly answerSchema: TSchema
  /** what models are described with */
  readonly description: OutputDescription
  /** What is wrong with the numbers of some rows, one row after the other. */
  fault(numbers: Numbers): string | undefined
  /** The answer to the row whose first number is at `at`. */
  answerOf(numbers: Numbers, at: number): Answer
  /** The numbers of an answer as it came over the wire; a text says what is wrong with its shape. */
  numbersOf(answer: unknown): number[] | string
  /** The place of the class that the answer at `at` is for; absent where it is for none. */
  classOf?(numbers: Numbers, at: number): number
  /** A plausible answer, for documentation. */
  example(isFirst: boolean): Answer
}
