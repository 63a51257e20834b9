import { expect, test } from 'bun:test'
import { UsageError } from '@sepal/command-line'
import { sdkCommand } from './arguments.ts'

test('options that are not given are left out', () => {
  expect(sdkCommand.read([])).toEqual({ golden: false })
  const argv = ['--models', 'garden', '--name', '@acme/flowers', '--version', '1.2.3-rc.1', '--out=dist']
  expect(sdkCommand.read(argv)).toEqual({
    golden: false,
    models: 'garden',
    name: '@acme/flowers',
    version: '1.2.3-rc.1',
    out: 'dist',
  })
})

test.each([
  [['--modles', 'x'], 'unknown option --modles; did you mean --models?'],
  [['garden'], 'unexpected argument "garden", expected options only'],
  [['--name', 'Flowers of ours'], '--name is "Flowers of ours", expected the name of an npm package'],
  [['--version', 'new'], '--version is "new", expected one like 1.2.3'],
  [['--models='], '--models is empty, expected DIR'],
])('%j is refused', (argv, message) => {
  expect(() => sdkCommand.read(argv)).toThrow(new UsageError(message))
})
