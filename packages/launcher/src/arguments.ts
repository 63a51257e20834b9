import { readCommandLine, UsageError, wholeNumber } from '@sepal/server/command-line'
import type { LogLevel } from '@sepal/server/log'

export const USAGE = `Starts the classifiers of an ensemble and the proxy in front of them.

Usage: bun start [options]

  --port PORT        port of the proxy, 0 for any free one (default 9000)
  --host HOST        address the proxy listens on (default 127.0.0.1); the classifiers stay on 127.0.0.1
  --replicas NAME=N  run N processes of a classifier; repeat for others (default 1 each)
  --proxies N        run N proxies that share the port (default 1)
  --free-ports       classifiers on any free ports instead of those of ensemble.json
  --models DIR       folder with ensemble.json and the models (default: the models/ of this repository)
  --log-level LEVEL  debug, info, warn, error or silent (default info)
  --help             print this

Everything else is set by environment variables, which the classifiers and the proxy inherit.
`

/** What the command line says; what it does not say is left out. */
export type Arguments = {
  help: boolean
  freePorts: boolean
  replicas: Record<string, number>
  port?: number
  host?: string
  proxies?: number
  models?: string
  logLevel?: LogLevel
}

const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']
/** More processes than this on one machine are a slip of the keyboard. */
const MAX_PROCESSES = 64

/**
 * Reads the launcher's command line.
 * @throws UsageError naming the option, what it got and what is expected
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const values = readOptions(argv)
  const parsed: Arguments = {
    help: values.help ?? false,
    freePorts: values['free-ports'] ?? false,
    replicas: Object.fromEntries((values.replicas ?? []).map(parseReplicas)),
  }
  const { host, models } = values
  if (values.port !== undefined) parsed.port = wholeNumber('--port', values.port, [0, 65_535])
  if (values.proxies !== undefined)
    parsed.proxies = wholeNumber('--proxies', values.proxies, [1, MAX_PROCESSES])
  if (values['log-level'] !== undefined) parsed.logLevel = logLevel(values['log-level'])
  if (host !== undefined) parsed.host = notEmpty('--host', host, 'an address')
  if (models !== undefined) parsed.models = notEmpty('--models', models, 'a folder')
  return parsed
}

function readOptions(argv: readonly string[]) {
  const { values } = readCommandLine({
    args: [...argv],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      replicas: { type: 'string', multiple: true },
      proxies: { type: 'string' },
      'free-ports': { type: 'boolean' },
      models: { type: 'string' },
      'log-level': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  return values
}

function parseReplicas(text: string): [name: string, count: number] {
  const [, name, count] = /^([^=]+)=(\d+)$/.exec(text) ?? []
  if (name === undefined || count === undefined) {
    throw new UsageError(`--replicas is ${JSON.stringify(text)}, expected NAME=N`)
  }
  return [name, wholeNumber(`--replicas ${name}`, count, [1, MAX_PROCESSES])]
}

function logLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text)
  if (level !== undefined) return level
  throw new UsageError(`--log-level is ${JSON.stringify(text)}, expected one of ${LOG_LEVELS.join(', ')}`)
}

function notEmpty(option: string, text: string, expected: string): string {
  if (text !== '') return text
  throw new UsageError(`${option} is "", expected ${expected}`)
}
