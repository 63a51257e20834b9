import { expect, test } from 'bun:test'
import { Command } from './command.ts'
import { Program } from './program.ts'
import { UsageError } from './usage-error.ts'

const command = (name: string, summary: string) =>
  new Command({ name, invocation: `garden ${name}`, summary, options: {} })
const water = command('water', 'Waters a bed.')
const garden = new Program('garden', 'Keeps a garden.', { water, weed: command('weed', 'Weeds a bed.') })

test('the first argument selects the command, which gets the others', () => {
  expect(garden.select(['water', '--help', 'roses'])).toEqual({ command: water, argv: ['--help', 'roses'] })
})

test('--help asks for the list of commands', () => {
  expect(garden.select(['--help'])).toBeUndefined()
  expect(garden.help).toContain('  water  Waters a bed.\n  weed   Weeds a bed.\n')
})

test.each([
  [[], 'no command, expected one of water, weed'],
  [['watre'], 'unknown command "watre"; did you mean water?'],
  [['constructor'], 'unknown command "constructor"; expected one of water, weed'],
])('%j is refused', (argv, message) => {
  expect(() => garden.select(argv)).toThrow(new UsageError(message))
})
