import { expect, test } from 'bun:test'
import { Command } from './command.ts'
import { flag, text } from './option.ts'

test('the help shows usage, options with defaults, examples and exit codes', () => {
  const command = new Command({
    name: 'water',
    invocation: 'garden water',
    summary: 'Waters a bed.',
    operands: {
      placeholder: 'BED',
      help: 'which bed',
      choices: [['roses', 'the front']],
      max: 1,
      parse: String,
    },
    options: {
      fromTap: text({ placeholder: 'TAP', short: 'f', help: 'where the water comes from', default: 'well' }),
      dryRun: flag({
        help: 'say what would be done, and do nothing at all, not even open the tap that --from-tap names',
      }),
    },
    notes: ['It stops by itself.'],
    examples: [['roses', 'water the roses']],
    exitCodes: ['ok', 'usage', 'interrupted'],
  })
  expect(command.help).toBe(`Waters a bed.

Usage: garden water [BED] [options]

  BED  which bed

BED is one of:
  roses  the front

Options:
  -f, --from-tap TAP  where the water comes from (default: well)
      --dry-run       say what would be done, and do nothing at all, not even open the tap that
                      --from-tap names
  -h, --help          print this help

It stops by itself.

Examples:
  garden water roses  water the roses

Exit codes:
  0    success
  2    wrong arguments
  130  Ctrl-C (SIGINT)
`)
})
