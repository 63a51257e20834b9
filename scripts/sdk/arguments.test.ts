import { expect, test } from 'bun:test'
import { UsageError } from '../../packages/server/src/command-line.ts'
import { parseArguments } from './arguments.ts'

test('what is not said is left out', () => {
  expect({ ...parseArguments([]) }).toEqual({})
  const said = ['--models', 'garden', '--name', '@acme/flowers', '--version', '1.2.3-rc.1', '--out=dist']
  expect({ ...parseArguments(said) }).toEqual({
    models: 'garden',
    name: '@acme/flowers',
    version: '1.2.3-rc.1',
    out: 'dist',
  })
})

test.each([
  [['--modles', 'x'], "Unknown option '--modles'"],
  [['garden'], "Unexpected argument 'garden'"],
  [['--name', 'Flowers of ours'], '--name is "Flowers of ours", expected the name of an npm package'],
  [['--version', 'new'], '--version is "new", expected one like 1.2.3'],
  [['--models='], '--models is empty, expected a folder'],
])('%j is refused', (argv, message) => {
  expect(() => parseArguments(argv)).toThrow(UsageError)
  expect(() => parseArguments(argv)).toThrow(message)
})
