import { Command, flag, type Parsed, text, UsageError, value } from '@sepal/command-line'

const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/
const VERSION = /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/

export const sdkCommand = new Command({
  name: 'build:sdk',
  invocation: 'bun run build:sdk',
  summary: 'Builds the typed client of an ensemble as one tarball without dependencies.',
  options: {
    models: text({
      placeholder: 'DIR',
      help: 'folder with the ensemble.json that the types are made from',
      defaultText: 'models/ of this repository',
    }),
    out: text({ placeholder: 'DIR', help: 'folder for the tarball', defaultText: 'packages/client/dist' }),
    name: value({
      placeholder: 'NAME',
      help: 'name of the package',
      defaultText: '@sepal/client',
      parse: packageName,
    }),
    version: value({
      placeholder: 'VERSION',
      help: 'version of the package',
      defaultText: 'that of this repository',
      parse: packageVersion,
    }),
    golden: flag({ help: 'rewrite packages/client/contract.golden.d.ts instead of building' }),
  },
  notes: ['Install it from the file: npm install ./sepal-client-0.2.0.tgz'],
  examples: [['--models DIR --name @acme/flowers --version 1.0.0', 'the client of another ensemble']],
})

export type Arguments = Parsed<typeof sdkCommand>

function packageName(given: string): string {
  if (NAME.test(given)) return given
  throw new UsageError(`--name is ${JSON.stringify(given)}, expected the name of an npm package`)
}

function packageVersion(given: string): string {
  if (VERSION.test(given)) return given
  throw new UsageError(`--version is ${JSON.stringify(given)}, expected one like 1.2.3`)
}
