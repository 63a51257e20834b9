import { Command, flag, number, type Parsed, text, unknownChoice, wholeNumber } from '@sepal/command-line'
import { scenarios } from './scenarios/registry.ts'
import type { Scenario } from './scenarios/scenario.ts'

/** Two days. */
const MAX_MINUTES = 2880
const MAX_SEED = 2 ** 32 - 1

export const benchCommand = new Command({
  name: 'bench',
  invocation: 'bun run bench',
  summary: 'Measures Sepal, and other servers doing the same work.',
  operands: {
    placeholder: 'SCENARIO',
    help: 'what to measure; default: everything but footprint and soak',
    choices: scenarios.map(({ name, summary }) => [name, summary] as const),
    max: scenarios.length,
    parse: scenarioOf,
  },
  options: {
    quick: flag({ help: 'one short round of every scenario that is not long: under a minute' }),
    rounds: wholeNumber({
      placeholder: 'N',
      help: 'rounds; each contestant is measured once in each',
      min: 1,
      max: 100,
      defaultText: '3',
    }),
    seconds: number({
      placeholder: 'S',
      help: 'how long each contestant is measured in a round',
      max: 600,
      defaultText: '2',
    }),
    minutes: number({ placeholder: 'N', help: 'how long a soak runs', max: MAX_MINUTES, default: 10 }),
    seed: wholeNumber({
      placeholder: 'N',
      help: 'makes a soak choose its requests and faults as the run that printed this seed did',
      min: 1,
      max: MAX_SEED,
      defaultText: 'a new one each time',
    }),
    before: text({
      placeholder: 'DIR',
      help: 'another checkout of Sepal, with its packages installed, that `field` and `growth` measure as well',
      defaultText: 'none',
    }),
    json: text({
      placeholder: 'FILE',
      help: 'where every measurement is written',
      defaultText: 'packages/bench/results/bench.json',
    }),
  },
  examples: [
    ['--quick', 'everything, under a minute'],
    ['64 slow --rounds 5', 'two scenarios, five rounds'],
    ['footprint --rounds 9', 'first answer, memory and idle processor time of bun start'],
    ['soak --minutes 60', 'an hour of faults under load'],
  ],
  exitCodes: ['ok', 'failed', 'usage', 'interrupted'],
})

/** What to measure, for how long, and where the results go. */
export type Arguments = {
  scenarios: readonly Scenario[]
  isQuick: boolean
  rounds: number
  seconds: number
  minutes: number
  seed: number
  before?: string
  json?: string
}

/** Fills in the defaults that depend on other options. */
export function argumentsOf({ operands, quick, ...given }: Parsed<typeof benchCommand>): Arguments {
  return {
    scenarios: operands.length > 0 ? operands : defaultScenarios(quick),
    isQuick: quick,
    rounds: given.rounds ?? (quick ? 1 : 3),
    seconds: given.seconds ?? (quick ? 0.4 : 2),
    minutes: given.minutes,
    seed: given.seed ?? 1 + (Date.now() % MAX_SEED),
    ...(given.before !== undefined && { before: given.before }),
    ...(given.json !== undefined && { json: given.json }),
  }
}

function defaultScenarios(isQuick: boolean): readonly Scenario[] {
  return scenarios.filter(({ isLong = false, isOnlyNamed = false }) => !isOnlyNamed && !(isQuick && isLong))
}

function scenarioOf(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name)
  if (found !== undefined) return found
  throw unknownChoice(
    name,
    'SCENARIO',
    scenarios.map((scenario) => scenario.name),
  )
}
