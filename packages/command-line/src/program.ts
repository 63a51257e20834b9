import type { Command } from './command.ts'
import { columns } from './help.ts'
import { suggestion } from './suggestion.ts'
import { UsageError } from './usage-error.ts'

/** What a program needs to know of each of its commands. */
type Listed = Pick<Command<never, never>, 'help'> & { readonly table: { readonly summary: string } }

/** A program of several commands: `sepal score`, `sepal start`. */
export class Program<C extends Listed> {
  constructor(
    readonly name: string,
    readonly summary: string,
    readonly commands: Readonly<Record<string, C>>,
  ) {}

  /** The commands, a line each. */
  get help(): string {
    const rows = Object.entries(this.commands).map(([name, { table }]) => [name, table.summary] as const)
    return `${this.summary}

Usage: ${this.name} COMMAND [options]

Commands:
${columns(rows)}

${this.name} COMMAND --help describes a command.
`
  }

  /**
   * The command that the first argument names, and the arguments that are its own.
   * @returns undefined when the help of the program is asked for
   * @throws UsageError for a command that does not exist, or none
   */
  select(argv: readonly string[]): { command: C; argv: readonly string[] } | undefined {
    const [name, ...rest] = argv
    if (name === '--help' || name === '-h') return undefined
    if (name === undefined) throw new UsageError(`no command, expected one of ${this.#names.join(', ')}`)
    const command = Object.hasOwn(this.commands, name) ? this.commands[name] : undefined
    if (command !== undefined) return { command, argv: rest }
    const meant = suggestion(name, this.#names)
    const hint = meant === undefined ? `expected one of ${this.#names.join(', ')}` : `did you mean ${meant}?`
    throw new UsageError(`unknown command ${JSON.stringify(name)}; ${hint}`)
  }

  get #names(): string[] {
    return Object.keys(this.commands)
  }
}
