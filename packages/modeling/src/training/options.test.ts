import { expect, test } from 'bun:test'
import { parseOptions } from './options.ts'

test.each([
  [[], { kind: 'write', models: 'here', out: 'here' }],
  [['--check'], { kind: 'check', models: 'here', out: 'here' }],
  [['--out', 'there'], { kind: 'write', models: 'here', out: 'there' }],
  [['--models', 'there', '--check'], { kind: 'check', models: 'there', out: 'there' }],
  [['--help', '--check'], { kind: 'help' }],
] as const)('%j', (args, options) => {
  expect(parseOptions([...args], 'here')).toEqual(options)
})

test.each([
  [['--chek'], "Unknown option '--chek'"],
  [['--out'], "'--out <value>' argument missing"],
  [['models'], "Unexpected argument 'models'"],
])('refuses %j, and shows the usage', (args, message) => {
  expect(() => parseOptions(args, 'here')).toThrow(message)
  expect(() => parseOptions(args, 'here')).toThrow('usage: bun run train')
})
