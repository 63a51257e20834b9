import { Command, flag, type Parsed, wholeNumber } from '@sepal/command-line'

export const fuzzCommand = new Command({
  name: 'fuzz',
  invocation: 'bun run fuzz',
  summary: 'Starts systems and sends generated requests, valid and invalid, to every route.',
  options: {
    requests: wholeNumber({
      placeholder: 'N',
      help: 'number of requests to each system',
      min: 1,
      max: 1_000_000_000,
      default: 100_000,
    }),
    seed: wholeNumber({
      placeholder: 'N',
      help: 'repeats the requests of the run that printed this seed',
      min: 1,
      max: 2 ** 31,
      defaultText: 'a new one each time',
    }),
    connections: wholeNumber({
      placeholder: 'N',
      help: 'requests in flight at once',
      min: 1,
      max: 1000,
      default: 32,
    }),
    faults: flag({ help: 'make the classifiers fail meanwhile, in every way that docs/failure.md lists' }),
  },
  notes: ['Exits with 1 when a server misbehaved, and prints the request and the seed.'],
})

export type Arguments = {
  requests: number
  seed: number
  connections: number
  hasFaults: boolean
}

export function argumentsOf({ faults, seed, ...same }: Parsed<typeof fuzzCommand>): Arguments {
  return { ...same, hasFaults: faults, seed: seed ?? 1 + (Date.now() % 2 ** 31) }
}
