import { parseArgs } from 'node:util'

export const USAGE = `Sends generated requests, right and wrong ones, to every route of a system that it starts.

Usage: bun run fuzz [options]

  --requests N     how many (default 100000)
  --seed N         what they are made from (default: another one each time)
  --connections N  how many at once (default 32)
  --faults         to a proxy whose classifiers fail meanwhile, in every way that docs/failure.md lists
  --help           print this

Exit code 1 says that a server did what it should not; the request and its seed are printed.
`

export type Arguments = {
  help: boolean
  requests: number
  seed: number
  connections: number
  hasFaults: boolean
}

/**
 * Reads the command line.
 * @throws Error naming the option, what it got and what is expected
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      requests: { type: 'string' },
      seed: { type: 'string' },
      connections: { type: 'string' },
      faults: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  return {
    help: values.help ?? false,
    hasFaults: values.faults ?? false,
    requests: count('--requests', values.requests ?? '100000', 1_000_000_000),
    seed: values.seed === undefined ? Date.now() % 2 ** 31 : count('--seed', values.seed, 2 ** 31),
    connections: count('--connections', values.connections ?? '32', 1000),
  }
}

function count(option: string, text: string, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (value >= 1 && value <= most) return value
  throw new Error(`${option} is ${JSON.stringify(text)}, expected a whole number from 1 to ${most}`)
}
