import type { Command, Parsed } from './command.ts'
import type { Options } from './command-table.ts'
import { EXIT } from './exit-codes.ts'
import { UsageError } from './usage-error.ts'

export type RunOptions = {
  /** errors whose message is meant for whoever typed the command; any other is a bug and shows its stack */
  expected?: readonly (abstract new (
    ...args: never[]
  ) => Error)[]
  argv?: readonly string[]
}

/**
 * Runs a command as a process: prints its help, or reads its arguments and does its work. The process ends with the
 * code that `work` returns if it is a number, else with what `process.exitCode` says; a failure ends it at once.
 */
export async function runCommand<O extends Options, T>(
  command: Command<O, T>,
  work: (args: Parsed<Command<O, T>>) => unknown,
  { expected = [], argv = process.argv.slice(2) }: RunOptions = {},
): Promise<void> {
  try {
    if (command.asksForHelp(argv)) {
      process.stdout.write(command.help)
      return
    }
    const code = await work(command.read(argv))
    if (typeof code === 'number') process.exitCode = code
  } catch (error) {
    const isExpected = error instanceof UsageError || expected.some((kind) => error instanceof kind)
    console.error(isExpected && error instanceof Error ? `${command.table.name}: ${error.message}` : error)
    process.exit(error instanceof UsageError ? EXIT.usage : EXIT.failed)
  }
}
