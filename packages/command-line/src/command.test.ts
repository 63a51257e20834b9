import { describe, expect, test } from 'bun:test'
import { Command, type Parsed } from './command.ts'
import { choice, flag, list, number, text, wholeNumber } from './option.ts'
import { UsageError } from './usage-error.ts'

const water = new Command({
  name: 'water',
  invocation: 'garden water',
  summary: 'Waters a bed.',
  operands: {
    placeholder: 'BED',
    help: 'which bed',
    max: 2,
    parse: (given) => given.toUpperCase(),
  },
  options: {
    litres: wholeNumber({ placeholder: 'N', short: 'l', help: 'how much', min: 1, max: 64, default: 10 }),
    minutes: number({ placeholder: 'M', help: 'for how long', max: 5 }),
    from: text({ placeholder: 'TAP', help: 'from where' }),
    sprayKind: choice({ placeholder: 'KIND', help: 'mist or rain', of: ['mist', 'rain'], default: 'rain' }),
    skip: list({ placeholder: 'PLANT', help: 'leave out a plant', parse: (given) => given.length }),
    dryRun: flag({ short: 'n', help: 'only say what would be done' }),
  },
})

type Args = Parsed<typeof water>
const typed = (args: Args) => {
  const litres: number = args.litres
  const minutes: number | undefined = args.minutes
  const kind: 'mist' | 'rain' = args.sprayKind
  const beds: string[] = args.operands
  const skipped: number[] = args.skip
  const isDry: boolean = args.dryRun
  return { litres, minutes, kind, beds, skipped, isDry }
}

test('without arguments, options have their defaults, and those without a default are absent', () => {
  const args = water.read([])
  expect(args).toEqual({ litres: 10, sprayKind: 'rain', skip: [], dryRun: false, operands: [] })
  expect(typed(args)).toMatchObject({ litres: 10, minutes: undefined, kind: 'rain' })
})

test.each([
  [['--litres', '3'], { litres: 3 }],
  [['--litres=3'], { litres: 3 }],
  [['-l', '3'], { litres: 3 }],
  [['-l3'], { litres: 3 }],
  [['-nl3'], { litres: 3, dryRun: true }],
  [['--litres', '3', '--litres', '4'], { litres: 4 }],
  [['--skip', 'a', '--skip=bcd'], { skip: [1, 3] }],
  [['--spray-kind', 'mist'], { sprayKind: 'mist' }],
  [['--from=--tap'], { from: '--tap' }],
  [['--from', '-'], { from: '-' }],
  [['--minutes', '0.5'], { minutes: 0.5 }],
  [['a', '-n', 'b'], { operands: ['A', 'B'], dryRun: true }],
  [['--', '-n'], { operands: ['-N'], dryRun: false }],
])('%j is read', (argv, expected) => {
  expect(water.read(argv)).toMatchObject(expected)
})

test.each([
  [['--litre', '3'], 'unknown option --litre; did you mean --litres?'],
  [['--sprya-kind', 'mist'], 'unknown option --sprya-kind; did you mean --spray-kind?'],
  [['--colour'], 'unknown option --colour; --help lists all options'],
  [['-x'], 'unknown option -x; --help lists all options'],
  [['--__proto__', '1'], 'unknown option --__proto__; --help lists all options'],
  [['--litres'], '--litres has no value, expected N'],
  [['--from', '--dry-run'], '--from has no value, expected TAP before --dry-run'],
  [['--from='], '--from is empty, expected TAP'],
  [['--dry-run=yes'], '--dry-run takes no value, got "yes"'],
  [['--litres', '-1'], '--litres is "-1", expected a whole number from 1 to 64'],
  [['--spray-kind', 'mits'], '--spray-kind is "mits", expected one of mist, rain; did you mean mist?'],
  [['a', 'b', 'c'], 'unexpected argument "c", expected at most 2 BED'],
])('%j is refused', (argv, message) => {
  expect(() => water.read(argv)).toThrow(new UsageError(message))
})

describe('a whole number', () => {
  test.each(['', '0', '65', '1.5', '1e1', '0x1', ' 1', '9'.repeat(16)])('cannot be %j', (given) => {
    expect(() => water.read([`--litres=${given}`])).toThrow(
      new UsageError(`--litres is ${JSON.stringify(given)}, expected a whole number from 1 to 64`),
    )
  })
})

test.each(['0', '5.1', '1e0', '.5', 'Infinity'])(
  'a number greater than 0 and at most 5 cannot be %j',
  (given) => {
    expect(() => water.read(['--minutes', given])).toThrow('expected a number greater than 0 and at most 5')
  },
)

test('help is asked for by --help and -h, even among wrong arguments, but not after --', () => {
  expect(water.asksForHelp(['--help'])).toBe(true)
  expect(water.asksForHelp(['--nonsense', '-h'])).toBe(true)
  expect(water.asksForHelp(['--', '--help'])).toBe(false)
  expect(water.asksForHelp([])).toBe(false)
})
