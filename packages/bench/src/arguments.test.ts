import { expect, test } from 'bun:test'
import { UsageError } from '@sepal/command-line'
import { argumentsOf, benchCommand } from './arguments.ts'
import { scenarios } from './scenarios/registry.ts'

const read = (argv: string[]) => argumentsOf(benchCommand.read(argv))
const names = (argv: string[]) => read(argv).scenarios.map(({ name }) => name)
const all = scenarios.map(({ name }) => name)
const byDefault = scenarios.filter(({ isOnlyNamed = false }) => !isOnlyNamed).map(({ name }) => name)

test('without arguments, everything but the soak is measured for three rounds', () => {
  expect(byDefault).not.toContain('soak')
  expect(names([])).toEqual(byDefault)
  expect(read([])).toMatchObject({ isQuick: false, rounds: 3, seconds: 2 })
})

test('--quick skips the long scenarios unless they are named', () => {
  const long = scenarios.filter(({ isLong = false }) => isLong).map(({ name }) => name)
  expect(long).not.toBeEmpty()
  expect(names(['--quick'])).toEqual(byDefault.filter((name) => !long.includes(name)))
  expect(names(['--quick', ...long])).toEqual(long)
})

test('--rounds and --seconds override --quick', () => {
  expect(read(['--quick', '--rounds', '5', '--seconds', '0.25'])).toMatchObject({
    isQuick: true,
    rounds: 5,
    seconds: 0.25,
  })
})

test('a soak runs when it is named, for --minutes, with --seed', () => {
  expect(names(['soak'])).toEqual(['soak'])
  expect(read(['soak', '--minutes', '0.5', '--seed', '7'])).toMatchObject({ minutes: 0.5, seed: 7 })
})

test('scenarios are measured in the order in which they are named', () => {
  expect(names(['slow', '64'])).toEqual(['slow', '64'])
})

test('the help lists every scenario', () => {
  for (const name of all) expect(benchCommand.help).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
})

test.each([
  [['65'], `SCENARIO is "65", expected one of ${all.join(', ')}; did you mean 64?`],
  [['--rounds', '0'], '--rounds is "0", expected a whole number from 1 to 100'],
  [['--minutes', 'long'], '--minutes is "long", expected a number greater than 0 and at most 2880'],
  [['--seconds', '601'], '--seconds is "601", expected a number greater than 0 and at most 600'],
])('%p is refused', (argv, message) => {
  expect(() => read(argv)).toThrow(new UsageError(message))
})
