import { parseArgs } from 'node:util'
import type { CommandTable, Options } from './command-table.ts'
import { helpOf } from './help.ts'
import { flag, type Option } from './option.ts'
import { suggestion } from './suggestion.ts'
import { UsageError } from './usage-error.ts'

/** What a command gets: the value of each option that has one, by its name, and the operands if it takes any. */
export type Parsed<C> = C extends Command<infer O, infer T> ? Values<O> & Given<T> : never

type ValueOf<R> = R extends Option<infer V> ? V : never

type Values<O> = {
  [K in keyof O as undefined extends ValueOf<O[K]> ? never : K]: ValueOf<O[K]>
} & {
  [K in keyof O as undefined extends ValueOf<O[K]> ? K : never]?: Exclude<ValueOf<O[K]>, undefined>
}

type Given<T> = [T] extends [never] ? unknown : { operands: T[] }

const HELP = flag({ short: 'h', help: 'print this help' })

/** Reads the arguments of one command, and tells how it is used. */
export class Command<const O extends Options, T = never> {
  readonly #options: Options
  readonly #names: ReadonlyMap<string, string>

  constructor(readonly table: CommandTable<O, T>) {
    this.#options = { ...table.options, help: HELP }
    this.#names = new Map(Object.keys(this.#options).map((key) => [kebab(key), key]))
  }

  /** Its options by their names as they are typed, without dashes; `help` is among them. */
  get options(): ReadonlyMap<string, Option<unknown>> {
    return new Map(Object.entries(this.#options).map(([key, row]) => [kebab(key), row]))
  }

  /** The whole help, ending with a line break. */
  get help(): string {
    return helpOf(this.table, this.options)
  }

  /** Whether `--help` or `-h` is among the arguments, right or wrong as the others may be. */
  asksForHelp(argv: readonly string[]): boolean {
    return this.#tokens(argv).some((token) => token.kind === 'option' && token.name === 'help')
  }

  /** @throws UsageError for an argument that is unknown, lacks its value or cannot have it */
  read(argv: readonly string[]): Parsed<Command<O, T>> {
    const { given, operands } = this.#sort(argv)
    const values: Record<string, unknown> = {}
    for (const [key, row] of Object.entries(this.table.options)) {
      const option = kebab(key)
      const value = row.read(`--${option}`, given.get(option) ?? [])
      if (value !== undefined) values[key] = value
    }
    const parsed = this.#operands(operands)
    // Each value has the type of its row, which a loop over the rows cannot express.
    return (this.table.operands === undefined ? values : { ...values, operands: parsed }) as Parsed<
      Command<O, T>
    >
  }

  #tokens(argv: readonly string[]) {
    const options = Object.entries(this.#options).map(([key, { placeholder, short }]) => [
      kebab(key),
      { type: placeholder === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) },
    ])
    const config = {
      args: argv.map((argument, i) => this.#withValue(argument, argv[i + 1])),
      options: Object.fromEntries(options),
      strict: false,
      tokens: true,
    } as const
    return parseArgs(config).tokens
  }

  /** An option whose value may be left out gets the one that it stands for, before another option and at the end. */
  #withValue(argument: string, next: string | undefined): string {
    const key = argument.startsWith('--') ? this.#names.get(argument.slice(2)) : undefined
    const alone = this.#options[key ?? '']?.alone
    if (alone === undefined || (next !== undefined && !next.startsWith('-'))) return argument
    return `${argument}=${alone}`
  }

  #sort(argv: readonly string[]) {
    const given = new Map<string, string[]>()
    const operands: string[] = []
    for (const token of this.#tokens(argv)) {
      if (token.kind === 'positional') operands.push(token.value)
      if (token.kind !== 'option') continue
      const { name, rawName, value, inlineValue = false } = token
      given.set(name, [...(given.get(name) ?? []), this.#valueOf({ name, rawName, value, inlineValue })])
    }
    return { given, operands }
  }

  #valueOf({ name, rawName, value, inlineValue }: OptionToken): string {
    const row = this.#options[this.#names.get(name) ?? '']
    if (row === undefined) throw new UsageError(`unknown option ${rawName}${this.#hint(name)}`)
    if (row.placeholder === undefined) {
      if (inlineValue) throw new UsageError(`${rawName} takes no value, got ${JSON.stringify(value)}`)
      return ''
    }
    if (value === undefined) throw new UsageError(`${rawName} has no value, expected ${row.placeholder}`)
    // A value may look like a number below zero, but not like the next option.
    if (!inlineValue && /^-{1,2}[a-z]/i.test(value)) {
      throw new UsageError(`${rawName} has no value, expected ${row.placeholder} before ${value}`)
    }
    return value
  }

  #hint(name: string): string {
    const meant = suggestion(name, [...this.#names.keys()])
    return meant === undefined ? '; --help lists all options' : `; did you mean --${meant}?`
  }

  #operands(texts: readonly string[]): T[] {
    const { operands } = this.table
    const max = operands?.max ?? 0
    if (texts.length > max) {
      const extra = JSON.stringify(texts[max])
      const expected = operands === undefined ? 'options only' : `at most ${max} ${operands.placeholder}`
      throw new UsageError(`unexpected argument ${extra}, expected ${expected}`)
    }
    if (operands?.isRequired && texts.length === 0) {
      throw new UsageError(`no ${operands.placeholder}; --help shows how it is used`)
    }
    return operands === undefined ? [] : texts.map((given) => operands.parse(given))
  }
}

type OptionToken = { name: string; rawName: string; value: string | undefined; inlineValue: boolean }

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
