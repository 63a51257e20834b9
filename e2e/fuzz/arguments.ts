import { readCommandLine, wholeNumber } from '../../packages/server/src/command-line.ts'

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
 * @throws UsageError naming the option, what it got and what is expected
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values } = readCommandLine({
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
    requests: wholeNumber('--requests', values.requests ?? '100000', [1, 1_000_000_000]),
    seed: values.seed === undefined ? Date.now() % 2 ** 31 : wholeNumber('--seed', values.seed, [1, 2 ** 31]),
    connections: wholeNumber('--connections', values.connections ?? '32', [1, 1000]),
  }
}
