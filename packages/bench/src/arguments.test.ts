import { describe, expect, test } from 'bun:test'
import { UsageError } from '@sepal/server'
import { parseArguments, USAGE } from './arguments.ts'
import { scenarios } from './scenarios/registry.ts'

const names = (argv: string[]) => parseArguments(argv).scenarios.map(({ name }) => name)
const all = scenarios.map(({ name }) => name)
const onItsOwn = scenarios.filter(({ isOnlyNamed = false }) => !isOnlyNamed).map(({ name }) => name)

test('without arguments everything is measured, for several rounds', () => {
  expect(names([])).toEqual(onItsOwn)
  expect(parseArguments([])).toMatchObject({ help: false, isQuick: false, rounds: 3, seconds: 2 })
})

test('--quick leaves out what is long, unless it is named', () => {
  const long = scenarios.filter(({ isLong = false }) => isLong).map(({ name }) => name)
  expect(long).not.toBeEmpty()
  expect(names(['--quick'])).toEqual(onItsOwn.filter((name) => !long.includes(name)))
  expect(names(['--quick', ...long])).toEqual(long)
})

test('what is said counts more than what --quick means', () => {
  expect(parseArguments(['--quick', '--rounds', '5', '--seconds', '0.25'])).toMatchObject({
    isQuick: true,
    rounds: 5,
    seconds: 0.25,
  })
})

test('a soak is only run when it is named, for so many minutes', () => {
  expect(onItsOwn).not.toContain('soak')
  expect(names(['soak'])).toEqual(['soak'])
  expect(parseArguments(['soak', '--minutes', '0.5'])).toMatchObject({ minutes: 0.5 })
})

test('scenarios are measured in the order in which they are named', () => {
  expect(names(['slow', '64'])).toEqual(['slow', '64'])
})

test('files are named by their options', () => {
  expect(parseArguments(['--json', 'a.json', '--svg', 'b.svg'])).toMatchObject({
    json: 'a.json',
    svg: 'b.svg',
  })
})

test('the usage names every scenario', () => {
  for (const { name } of scenarios) expect(USAGE).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
})

describe('is refused', () => {
  test.each([
    [['--fast'], "Unknown option '--fast', expected the options that --help lists"],
    [['65'], `no scenario "65", expected some of ${all.join(', ')}`],
    [['--rounds', '0'], '--rounds is "0", expected a whole number from 1 to 100'],
    [['--rounds', '1.5'], '--rounds is "1.5", expected a whole number from 1 to 100'],
    [['--seconds', '-1'], expect.stringContaining('--seconds')],
    [['--minutes', 'long'], '--minutes is "long", expected a number above 0, at most 2880'],
    [['--seconds', '601'], '--seconds is "601", expected a number above 0, at most 600'],
  ])('%p', (argv, message) => {
    let refusal: unknown
    try {
      parseArguments(argv)
    } catch (error) {
      refusal = error
    }
    expect(refusal).toBeInstanceOf(UsageError)
    expect(refusal).toHaveProperty('message', message)
    expect(refusal instanceof Error && refusal.message).not.toContain('\n')
  })
})
