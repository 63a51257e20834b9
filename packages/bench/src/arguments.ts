import { readCommandLine, UsageError, wholeNumber } from '@sepal/server'
import { scenarios } from './scenarios/registry.ts'
import type { Scenario } from './scenarios/scenario.ts'

const NAME_WIDTH = 10

export const USAGE = `Measures the product, and others at the same work.

Usage: bun run bench [scenario…] [options]

${scenarios.map(({ name, summary }) => `  ${name.padEnd(NAME_WIDTH)}${summary}`).join('\n')}

Without a scenario: all of them but soak.

  --quick        one short round of everything that is not long: under a minute
  --rounds N     rounds, in each of which every contestant has its turn (default 3)
  --seconds S    how long a contestant is measured in a round (default 2)
  --minutes N    how long a soak takes (default 10)
  --json FILE    where every measurement goes (default packages/bench/results/bench.json)
  --svg FILE     where the chart goes (default packages/bench/results/bench.svg)
  --help         print this
`

/** What the command line says. */
export type Arguments = {
  help: boolean
  scenarios: readonly Scenario[]
  isQuick: boolean
  rounds: number
  seconds: number
  minutes: number
  json?: string
  svg?: string
}

const MOST_ROUNDS = 100
const MOST_SECONDS = 600
/** Two days. */
const MOST_MINUTES = 2880

/**
 * Reads the bench's command line.
 * @throws UsageError naming the option, what it got and what is expected
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = readOptions(argv)
  const isQuick = values.quick ?? false
  return {
    help: values.help ?? false,
    scenarios: chosen(positionals, isQuick),
    isQuick,
    rounds: wholeNumber('--rounds', values.rounds ?? (isQuick ? '1' : '3'), [1, MOST_ROUNDS]),
    seconds: positive('--seconds', values.seconds ?? (isQuick ? '0.4' : '2'), MOST_SECONDS),
    minutes: positive('--minutes', values.minutes ?? '10', MOST_MINUTES),
    ...(values.json === undefined ? {} : { json: values.json }),
    ...(values.svg === undefined ? {} : { svg: values.svg }),
  }
}

function readOptions(argv: readonly string[]) {
  return readCommandLine({
    args: [...argv],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      minutes: { type: 'string' },
      json: { type: 'string' },
      svg: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
}

function chosen(names: readonly string[], isQuick: boolean): readonly Scenario[] {
  if (names.length === 0) {
    return scenarios.filter(({ isLong = false, isOnlyNamed = false }) => !isOnlyNamed && !(isQuick && isLong))
  }
  return names.map((name) => {
    const found = scenarios.find((scenario) => scenario.name === name)
    if (found !== undefined) return found
    const known = scenarios.map((scenario) => scenario.name).join(', ')
    throw new UsageError(`no scenario "${name}", expected some of ${known}`)
  })
}

function positive(option: string, text: string, most: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0
  if (value > 0 && value <= most) return value
  throw new UsageError(`${option} is ${JSON.stringify(text)}, expected a number above 0, at most ${most}`)
}
