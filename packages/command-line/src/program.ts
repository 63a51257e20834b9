import type { Command, Parsed } from './command.ts'
import type { Options } from './command-table.ts'
import { EXIT } from './exit-codes.ts'
import { columns } from './help.ts'
import { type RunOptions, runCommand } from './run.ts'
import { suggestion } from './suggestion.ts'
import { UsageError } from './usage-error.ts'

/** What a program needs to know of each of its commands. */
export type Subcommand = {
  readonly help: string
  readonly summary: string
  /** Reads the arguments and does the work, as `runCommand` does. */
  run(argv: readonly string[]): Promise<void>
}

/** A command with its work, as a part of a program. */
export function subcommand<O extends Options, T>(
  command: Command<O, T>,
  work: (args: Parsed<Command<O, T>>) => unknown,
  { expected = [] }: Pick<RunOptions, 'expected'> = {},
): Subcommand {
  return {
    help: command.help,
    summary: command.table.summary,
    run: (argv) => runCommand(command, work, { expected, argv }),
  }
}

/** Loads a command's code only when it is wanted, so that a small one starts without that of the others. */
export type LoadSubcommand = () => Promise<Subcommand>

/** A program of several commands: `sepal score`, `sepal start`. */
export class Program {
  constructor(
    readonly table: {
      readonly name: string
      /** one sentence */
      readonly summary: string
      readonly version: string
      readonly commands: Readonly<Record<string, LoadSubcommand>>
    },
  ) {}

  /** Runs the command that the first argument names, `help [COMMAND]`, `--help` or `--version`. */
  async run(argv: readonly string[]): Promise<void> {
    const [name, ...rest] = argv
    try {
      if (name === '--version' || name === '-v') process.stdout.write(`${this.table.version}\n`)
      else if (name === '--help' || name === '-h') process.stdout.write(await this.help())
      else if (name === 'help') process.stdout.write(await this.help(rest[0]))
      else await (await this.load(name)).run(rest)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      console.error(`${this.table.name}: ${error.message}`)
      process.exit(EXIT.usage)
    }
  }

  /**
   * The commands, a line each; or the help of one.
   * @throws UsageError for a command that does not exist
   */
  async help(name?: string): Promise<string> {
    if (name !== undefined) return (await this.load(name)).help
    const names = this.#names
    const loaded = await Promise.all(Object.values(this.table.commands).map((load) => load()))
    const rows = loaded.map(({ summary }, i) => [names[i] ?? '', summary] as const)
    return `${this.table.summary}

Usage: ${this.table.name} COMMAND [options]

Commands:
${columns(rows)}

${this.table.name} help COMMAND describes a command, ${this.table.name} --version prints the version.
`
  }

  /**
   * The code of a command.
   * @throws UsageError for a command that does not exist, or none
   */
  async load(name: string | undefined): Promise<Subcommand> {
    const { commands } = this.table
    if (name === undefined) throw new UsageError(`no command, expected one of ${this.#names.join(', ')}`)
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (load !== undefined) return load()
    const meant = suggestion(name, this.#names)
    const hint = meant === undefined ? `expected one of ${this.#names.join(', ')}` : `did you mean ${meant}?`
    throw new UsageError(`unknown command ${JSON.stringify(name)}; ${hint}`)
  }

  get #names(): string[] {
    return Object.keys(this.table.commands)
  }
}
