import { type ParseArgsConfig, parseArgs } from 'node:util'
import { StartupError } from './startup-error.ts'

/** A wrong argument: says what was got and what is expected. */
export class UsageError extends StartupError {
  override name = 'UsageError'
}

/**
 * Reads a command line as Node's `parseArgs` does.
 * @throws UsageError naming what is not known, lacks its value or should have none
 */
export function readCommandLine<const C extends ParseArgsConfig>(config: C): ReturnType<typeof parseArgs<C>> {
  try {
    return parseArgs(config)
  } catch (cause) {
    // Node's message goes on with advice over several lines; its first sentence names the option.
    const [first] = cause instanceof Error ? cause.message.split(/\.?(?:\n|$)|\. /) : []
    const what = first ?? 'the arguments cannot be read'
    throw new UsageError(`${what}, expected the options that --help lists`, { cause })
  }
}

/**
 * What an option counts.
 * @throws UsageError for what is no whole number from `least` to `most`
 */
export function wholeNumber(option: string, text: string, [least, most]: readonly [number, number]): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UsageError(
    `${option} is ${JSON.stringify(text)}, expected a whole number from ${least} to ${most}`,
  )
}
