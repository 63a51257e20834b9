import type { ExitCode } from './exit-codes.ts'
import type { Option } from './option.ts'

export type Options = Readonly<Record<string, Option<unknown>>>

/** The arguments that are not options. */
export type Operands<T> = {
  /** how the usage line shows one, such as `FILE` */
  readonly placeholder: string
  readonly help: string
  /** the words that it can be, each with what it means, for the help */
  readonly choices?: readonly (readonly [word: string, meaning: string])[]
  readonly max: number
  /** whether there must be one */
  readonly isRequired?: boolean
  /** @throws UsageError */
  parse(text: string): T
}

/** Everything that is known of a command: its arguments are read from it and its help is printed from it. */
export type CommandTable<O extends Options, T> = {
  /** what stands before its messages on standard error: `score` */
  readonly name: string
  /** how it is typed: `bun run score` */
  readonly invocation: string
  /** one sentence */
  readonly summary: string
  readonly operands?: Operands<T>
  /** by the name in camel case: `eachClassifier` is read from `--each-classifier` */
  readonly options: O
  /** paragraphs for the end of the help */
  readonly notes?: readonly string[]
  /** arguments, and what they do */
  readonly examples?: readonly (readonly [args: string, does: string])[]
  /** the codes that it can end with */
  readonly exitCodes?: readonly ExitCode[]
}
