import {
  Command,
  choice,
  flag,
  list,
  type Parsed,
  text,
  UsageError,
  value,
  wholeNumber,
} from '@sepal/command-line'
import type { Together } from './plan.ts'

/** A typing error rather than a plan, on one machine. */
const MAX_PROCESSES = 64

export const startCommand = new Command({
  name: 'sepal',
  invocation: 'sepal start',
  summary: 'Starts the classifiers of an ensemble and the proxy in front of them.',
  options: {
    port: wholeNumber({
      placeholder: 'PORT',
      help: 'port of the proxy, 0 for any free one',
      min: 0,
      max: 65_535,
      defaultText: '9000',
    }),
    host: text({
      placeholder: 'HOST',
      help: 'address that the proxy listens on; the classifiers always listen on 127.0.0.1',
      defaultText: '127.0.0.1',
    }),
    replicas: list({
      placeholder: 'NAME=N',
      help: 'run N processes of a classifier; may be repeated',
      defaultText: '1 of each',
      parse: parseReplicas,
    }),
    proxies: wholeNumber({
      placeholder: 'N',
      help: 'run N proxies that share the port',
      min: 1,
      max: MAX_PROCESSES,
      defaultText: '1',
    }),
    together: value({
      placeholder: 'NAMES',
      alone: '',
      help: "run these classifiers, separated by commas, in the proxy's process; without names, all",
      defaultText: 'each in its own',
      parse: (given): Together => (given === '' ? 'all' : given.split(',').map((name) => name.trim())),
    }),
    freePorts: flag({ help: 'put the classifiers on any free ports instead of those in ensemble.json' }),
    models: text({
      placeholder: 'DIR',
      help: 'folder with ensemble.json and the models',
      defaultText: '. or models',
    }),
    logLevel: choice({
      placeholder: 'LEVEL',
      help: 'debug, info, warn, error or silent',
      of: ['debug', 'info', 'warn', 'error', 'silent'],
      defaultText: 'info',
    }),
  },
  notes: [
    'docs/deploy.md compares running together with running apart.',
    'Everything else is set by environment variables, which the classifiers and the proxy inherit: see docs/configuration.md.',
    'It runs until Ctrl-C or SIGTERM, lets requests under way finish, and exits with 0.',
  ],
  examples: [
    ['--models DIR', 'another ensemble'],
    ['--together', "all in one process: faster alone, but one model's crash ends all"],
    ['--replicas NAME=3 --proxies 2', 'more processes for a classifier and for the proxy'],
    ['--port 0 --free-ports', 'beside another one on the same machine'],
  ],
})

export type Arguments = Parsed<typeof startCommand>

function parseReplicas(given: string): [name: string, count: number] {
  const [, name, digits] = /^([^=]+)=(\d+)$/.exec(given) ?? []
  if (name === undefined || digits === undefined) {
    throw new UsageError(`--replicas is ${JSON.stringify(given)}, expected NAME=N`)
  }
  const count = Number(digits)
  if (count >= 1 && count <= MAX_PROCESSES) return [name, count]
  throw new UsageError(
    `--replicas ${name} is ${JSON.stringify(digits)}, expected a whole number from 1 to ${MAX_PROCESSES}`,
  )
}
