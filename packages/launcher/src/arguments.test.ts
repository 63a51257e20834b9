import { expect, test } from 'bun:test'
import { UsageError } from '@sepal/server/command-line'
import { parseArguments, USAGE } from './arguments.ts'

test('nothing said leaves everything to the defaults', () => {
  expect(parseArguments([])).toEqual({ help: false, freePorts: false, replicas: {} })
})

test('reads every option', () => {
  const argv = '--port 0 --host 0.0.0.0 --replicas rose=2 --replicas tulip=3 --proxies 2 --free-ports'
  expect(parseArguments([...argv.split(' '), '--models', 'elsewhere', '--log-level', 'warn', '-h'])).toEqual({
    help: true,
    freePorts: true,
    replicas: { rose: 2, tulip: 3 },
    port: 0,
    host: '0.0.0.0',
    proxies: 2,
    models: 'elsewhere',
    logLevel: 'warn',
  })
})

test.each([
  [['--port', 'http'], '--port is "http", expected a whole number from 0 to 65535'],
  [['--port', '65536'], '--port is "65536", expected a whole number from 0 to 65535'],
  [['--port', '80.5'], '--port is "80.5", expected a whole number from 0 to 65535'],
  [['--proxies', '0'], '--proxies is "0", expected a whole number from 1 to 64'],
  [['--replicas', 'rose'], '--replicas is "rose", expected NAME=N'],
  [['--replicas', 'rose=-1'], '--replicas is "rose=-1", expected NAME=N'],
  [['--replicas', 'rose=0'], '--replicas rose is "0", expected a whole number from 1 to 64'],
  [['--log-level', 'loud'], '--log-level is "loud", expected one of debug, info, warn, error, silent'],
  [['--host', ''], '--host is "", expected an address'],
  [['--colour'], "Unknown option '--colour', expected the options that --help lists"],
  [['now'], "Unexpected argument 'now', expected the options that --help lists"],
  [['--port', '-1'], "Option '--port' argument is ambiguous, expected the options that --help lists"],
])('%p is refused in one line', (argv, message) => {
  expect(() => parseArguments(argv)).toThrow(new UsageError(message))
})

test('every option of the help is read', () => {
  const options = USAGE.match(/--[a-z-]+/g) ?? []
  expect(options.length).toBeGreaterThan(0)
  for (const option of options) {
    const value = ['--help', '--free-ports'].includes(option) ? [] : ['']
    expect(() => parseArguments([option, ...value])).not.toThrow('Unknown option')
  }
})
