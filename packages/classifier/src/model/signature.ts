import type { RowLayout } from './rows.ts'

/** A feature, as far as a model's input is concerned. */
export type Column = {
  name: string
  kind: 'number' | 'integer' | 'boolean' | 'category' | 'text'
  /** of a category, in the order of their numbers */
  values: readonly string[]
  mayBeMissing: boolean
  /** observed [minimum, maximum], where it is known */
  range?: readonly [number, number]
}

type ProbabilityClasses = {
  classes: readonly string[]
  /** whether they are in the order of the file, which JSON loses for whole numbers */
  isOrderKept: boolean
}

/** What a model is to answer. */
export type AnswerForm =
  | ({ kind: 'probabilities'; logits: boolean } & ProbabilityClasses)
  | { kind: 'label'; classes: readonly string[] }
  | { kind: 'value' }
  | { kind: 'score' }

/** What the manifest says of a model: it is all that a thread needs to load the same one. */
export type Signature = {
  /** the classifier's features, in the order of its columns */
  columns: readonly Column[]
  answer: AnswerForm
  /** a plausible row, `[F]` */
  sample: { numbers: readonly number[]; texts: readonly string[] }
  /** which features go to which input, if the manifest says so */
  inputs: Readonly<Record<string, readonly string[]>> | undefined
  /** the output to read, if the manifest says so */
  output: string | undefined
}

/** How many numbers answer a row. */
export function widthOf(answer: AnswerForm): number {
  return answer.kind === 'probabilities' ? answer.classes.length : 1
}

/** `probabilities of a, b` */
export function describeAnswer(answer: AnswerForm): string {
  switch (answer.kind) {
    case 'probabilities':
      return `the probabilities of ${answer.classes.length} classes`
    case 'label':
      return `a label of ${answer.classes.length} classes`
    default:
      return `one ${answer.kind} a row`
  }
}

/** The numbers of a row, and which of them are places in a list of texts. */
export function layoutOf({ columns }: Signature): RowLayout {
  const textColumns = columns.flatMap(({ kind }, place) => (kind === 'text' ? [place] : []))
  return { width: columns.length, textColumns }
}
