import { expect, test } from 'bun:test'
import { Command } from './command.ts'
import { Program, subcommand } from './program.ts'
import { UsageError } from './usage-error.ts'

const command = (name: string, summary: string) => async () =>
  subcommand(new Command({ name, invocation: `garden ${name}`, summary, options: {} }), () => {})
const garden = new Program({
  name: 'garden',
  summary: 'Keeps a garden.',
  version: '1.2.3',
  commands: { water: command('water', 'Waters a bed.'), weed: command('weed', 'Weeds a bed.') },
})

test('the help lists the commands', async () => {
  expect(await garden.help()).toContain('  water       Waters a bed.\n  weed        Weeds a bed.\n')
})

test('each command has its own help', async () => {
  expect(await garden.help('weed')).toStartWith('Weeds a bed.\n\nUsage: garden weed [options]')
})

test.each([
  ['watre', 'unknown command "watre"; did you mean water?'],
  ['constructor', 'unknown command "constructor"; expected one of water, weed, completion'],
])('%p is refused', async (name, message) => {
  await expect(garden.load(name)).rejects.toThrow(new UsageError(message))
})
