import { expect, test } from 'bun:test'
import { optionsOf, scoreCommand } from './arguments.ts'

const parse = (argv: string[]) => optionsOf(scoreCommand.read(argv))

test('without arguments, standard input goes to standard output', () => {
  expect(parse([])).toMatchObject({
    input: '-',
    output: '-',
    rows: 4096,
    requests: 4,
    timeoutMs: 30_000,
  })
})

test('every kind of option is read', () => {
  const argv = [
    'in.csv',
    '-o',
    'out.csv',
    '--column',
    'a=b=c',
    '--column=d=e',
    '--delimiter',
    '\\t',
    '--no-header',
  ]
  expect(parse(argv)).toMatchObject({
    input: 'in.csv',
    output: 'out.csv',
    columns: new Map([
      ['a', 'b=c'],
      ['d', 'e'],
    ]),
    delimiter: '\t',
    hasHeader: false,
  })
})

test.each<[string[], string]>([
  [['a.csv', 'b.csv'], 'unexpected argument "b.csv", expected at most 1 FILE'],
  [['--row', '5'], 'unknown option --row; did you mean --rows?'],
  [['--rows', '0'], '--rows is "0", expected a whole number from 1 to 131072'],
  [['--requests', 'many'], '--requests is "many", expected a whole number from 1 to 64'],
  [['--format', 'xml'], '--format is "xml", expected one of csv, ndjson'],
  [['--column', 'height'], '--column is "height", expected FEATURE=COLUMN'],
  [['--delimiter', '1'], '--delimiter is "1", expected one character'],
  [['--resume'], '--resume needs --output FILE'],
  [['a.csv', '-o', 'b.csv', '--resume', '--force'], 'expected only one of them'],
  [['a.csv', '-o', 'a.csv'], 'must be different files'],
  [['a.csv', '-o', './a.csv'], 'must be different files'],
  [['a.csv', '-o', 'b.csv', '--errors', 'b.csv'], 'must be different files'],
  [['--errors', '-'], '--errors is "-", expected a file'],
  [['-o', ''], '--output is empty'],
])('%j is refused', (argv, message) => expect(() => parse(argv)).toThrow(message))

test('the help fits a terminal', () => {
  for (const line of scoreCommand.help.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})
