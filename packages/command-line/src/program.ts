import type { Command, Parsed } from './command.ts'
import type { Options } from './command-table.ts'
import { type Completed, completionCommand, completionScript } from './completion.ts'
import { EXIT } from './exit-codes.ts'
import { columns } from './help.ts'
import { type RunOptions, runCommand } from './run.ts'
import { suggestion } from './suggestion.ts'
import { UsageError } from './usage-error.ts'

/** What a program needs to know of each of its commands. */
export type Subcommand = Completed & {
  readonly help: string
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
    options: command.options,
    words: command.table.operands?.choices?.map(([word]) => word),
    run: (argv) => runCommand(command, work, { expected, argv }),
  }
}

/** Loads a command's code only when it is wanted, so that a small one starts without that of the others. */
export type LoadSubcommand = () => Promise<Subcommand>

/** A program of several commands: `sepal score`, `sepal start`. */
export class Program {
  readonly #commands: ReadonlyMap<string, LoadSubcommand>

  constructor(
    readonly table: {
      readonly name: string
      /** one sentence */
      readonly summary: string
      readonly version: string
      readonly commands: Readonly<Record<string, LoadSubcommand>>
    },
  ) {
    const { name, commands } = table
    const completion = async () =>
      subcommand(completionCommand(name), async ({ operands: [shell = 'bash'] }) => {
        process.stdout.write(completionScript(shell, name, await this.loadAll()))
      })
    this.#commands = new Map(Object.entries({ ...commands, completion }))
  }

  /** Runs the command that the first argument names, `help [COMMAND]`, `--help` or `--version`. */
  async run(argv: readonly string[]): Promise<void> {
    const [name, ...rest] = argv
    try {
      if (name === '--version' || name === '-v') process.stdout.write(`${this.table.version}\n`)
      else if (name === '--help' || name === '-h') process.stdout.write(await this.help())
      else if (name === 'help') process.stdout.write(await this.help(rest[0]))
      else if (name === undefined) {
        process.stderr.write(await this.help())
        process.exit(EXIT.usage)
      } else await (await this.load(name)).run(rest)
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
    const rows = [...(await this.loadAll())].map(([name, { summary }]) => [name, summary] as const)
    return `${this.table.summary}

Usage: ${this.table.name} COMMAND [options]

Commands:
${columns(rows)}

${this.table.name} help COMMAND describes a command, ${this.table.name} --version prints the version.
`
  }

  /**
   * The code of a command.
   * @throws UsageError for a command that does not exist
   */
  async load(name: string): Promise<Subcommand> {
    const load = this.#commands.get(name)
    if (load !== undefined) return load()
    const names = [...this.#commands.keys()]
    const meant = suggestion(name, [...names, 'help'])
    const hint = meant === undefined ? `expected one of ${names.join(', ')}` : `did you mean ${meant}?`
    throw new UsageError(`unknown command ${JSON.stringify(name)}; ${hint}`)
  }

  /** All commands, by their names. */
  async loadAll(): Promise<ReadonlyMap<string, Subcommand>> {
    const loaded = Array.from(this.#commands, async ([name, load]) => [name, await load()] as const)
    return new Map(await Promise.all(loaded))
  }
}
