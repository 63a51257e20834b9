import { expect, test } from 'bun:test'
import { UsageError } from '@sepal/command-line'
import { startCommand } from './arguments.ts'

test('without arguments, everything is left to the defaults', () => {
  expect(startCommand.read([])).toEqual({ replicas: [], freePorts: false })
})

test('every option is read', () => {
  const argv = '--port 0 --host 0.0.0.0 --replicas rose=2 --replicas tulip=3 --proxies 2 --free-ports'
  expect(startCommand.read([...argv.split(' '), '--models', 'elsewhere', '--log-level', 'warn'])).toEqual({
    freePorts: true,
    replicas: [
      ['rose', 2],
      ['tulip', 3],
    ],
    port: 0,
    host: '0.0.0.0',
    proxies: 2,
    models: 'elsewhere',
    logLevel: 'warn',
  })
})

test.each([
  [['--port', '65536'], '--port is "65536", expected a whole number from 0 to 65535'],
  [['--proxies', '0'], '--proxies is "0", expected a whole number from 1 to 64'],
  [['--replicas', 'rose'], '--replicas is "rose", expected NAME=N'],
  [['--replicas', 'rose=-1'], '--replicas is "rose=-1", expected NAME=N'],
  [['--replicas', 'rose=0'], '--replicas rose is "0", expected a whole number from 1 to 64'],
  [['--log-level', 'loud'], '--log-level is "loud", expected one of debug, info, warn, error, silent'],
  [['--host', ''], '--host is empty, expected HOST'],
])('%p is refused', (argv, message) => {
  expect(() => startCommand.read(argv)).toThrow(new UsageError(message))
})

test.each([
  [['--together'], 'all'],
  [['--together', '--port', '0'], 'all'],
  [
    ['--together', 'rose,tulip', '--free-ports'],
    ['rose', 'tulip'],
  ],
  [['--together=rose'], ['rose']],
] as const)('%p', (argv, together) => {
  expect(startCommand.read(argv)).toMatchObject({ together })
})
