import { expect, test } from 'bun:test'
import { parseArguments, USAGE } from './arguments.ts'

test('without arguments, standard input goes to standard output', () => {
  expect(parseArguments([])).toMatchObject({
    input: '-',
    output: '-',
    rows: 4096,
    requests: 4,
    timeoutMs: 30_000,
  })
})

test('what is said is read', () => {
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
  expect(parseArguments(argv)).toMatchObject({
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

test.each([
  [['a.csv', 'b.csv'], 'one file is scored at a time, not a.csv, b.csv'],
  [['--row', '5'], "Unknown option '--row', expected the options that --help lists"],
  [['--rows', '0'], '--rows is "0", expected a whole number from 1 to 131072'],
  [['--requests', 'many'], '--requests is "many", expected a whole number from 1 to 64'],
  [['--format', 'xml'], '--format is "xml", expected csv or ndjson'],
  [['--column', 'height'], '--column is "height", expected FEATURE=COLUMN'],
  [['--delimiter', '1'], '--delimiter is "1", expected one character'],
  [['--resume'], '--resume needs --output FILE'],
  [['a.csv', '-o', 'b.csv', '--resume', '--force'], 'expected one of them'],
  [['a.csv', '-o', 'a.csv'], 'must be different files'],
  [['a.csv', '-o', './a.csv'], 'must be different files'],
  [['a.csv', '-o', 'b.csv', '--errors', 'b.csv'], 'must be different files'],
  [['--errors', '-'], '--errors is "-", expected a file'],
  [['-o', ''], '--output is ""'],
])('%j is refused', (argv, message) => expect(() => parseArguments(argv)).toThrow(message))

test('the help fits a terminal', () => {
  for (const line of USAGE.split('\n')) expect(line.length).toBeLessThan(110)
})
