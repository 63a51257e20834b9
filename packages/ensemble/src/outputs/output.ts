import type { Static, TSchema } from '@sinclair/typebox'
import type { ManifestFault } from '../manifest-error.ts'
import { label } from './label.ts'
import type { OutputCodec, OutputKind } from './output-kind.ts'
import { probabilities } from './probabilities.ts'
import { score } from './score.ts'
import { value } from './value.ts'

/** Every kind of output, by its tag. A further one is a file, its line here and its line in the types below. */
const kinds = { probabilities, value, score, label } as const satisfies Record<OutputTag, unknown>
type Kinds = typeof kinds
export type OutputTag = keyof AnswerByKind<unknown>

export const outputTags = Object.keys(kinds)

/** The answer to one row, of each kind, by the options behind its tag. */
interface AnswerByKind<Options> {
  probabilities: number[]
  value: number
  score: number
  label: keyof Options & string
}

/** What models of each kind are described with. */
interface DescriptionByKind<Options> {
  probabilities: { classes: string[] }
  value: { output: { value: Options } }
  score: { output: { score: Options } }
  label: { classes: string[]; output: { label: Record<string, never> } }
}

/** The tags of a manifest's entries, of which a classifier has exactly one. */
export type OutputEntry = { [T in OutputTag]?: Static<Kinds[T]['options']> }

/** The schema of each tag's options. */
export const outputOptions: Record<string, TSchema> = Object.fromEntries(
  Object.values<OutputKind>(kinds).map(({ tag, options }) => [tag, options]),
)

export type OutputTagOf<E> = E extends unknown ? keyof E & OutputTag : never
/** The answer of a classifier to one row, by its entry. */
export type AnswerOf<E> = E extends unknown
  ? { [T in OutputTagOf<E>]: AnswerByKind<E[T]>[T] }[OutputTagOf<E>]
  : never
/** What a model is described with, by its classifier's entry. */
export type DescriptionOf<E> = E extends unknown
  ? { [T in OutputTagOf<E>]: DescriptionByKind<E[T]>[T] }[OutputTagOf<E>]
  : never

/** The classes that a classifier tells apart, by its entry. */
export type ClassOf<E> = E extends unknown
  ? { [T in keyof E & ('probabilities' | 'label')]: keyof E[T] & string }[keyof E &
      ('probabilities' | 'label')]
  : never

/** What a classifier's numbers are. */
export interface Output extends OutputCodec {
  readonly tag: OutputTag
}

/**
 * The output of a classifier's entry.
 * @throws RangeError for an entry that `checkManifest` would have refused
 */
export function outputOf(entry: OutputEntry): Output {
  const { kind, options } = kindOf(entry)
  return { ...kind.bind(options), tag: kind.tag }
}

/** What is wrong with an entry that has the form of one. */
export function outputFault(entry: OutputEntry): ManifestFault | undefined {
  const { kind, options } = kindOf(entry)
  const fault = kind.fault?.(options)
  return fault && { ...fault, field: [kind.tag, fault.field].filter(Boolean).join('.') }
}

type AnyKind = OutputKind<OutputTag>

function kindOf(entry: OutputEntry): { kind: AnyKind; options: object } {
  for (const kind of Object.values<AnyKind>(kinds)) {
    const options = entry[kind.tag]
    if (options !== undefined) return { kind, options }
  }
  throw new RangeError(`no kind of output in ${JSON.stringify(entry)}`)
}
