import { readCommandLine, UsageError } from '../../packages/server/src/command-line.ts'

export const USAGE = `Builds the typed client of an ensemble as one tarball, without dependencies.

Usage: bun run build:sdk [options]

  --models DIR    folder with the ensemble.json whose names the types have (default: models/ of this repository)
  --out DIR       folder for the tarball (default: packages/client/dist)
  --name NAME     name of the package (default: @sepal/client)
  --version V     version of the package (default: that of packages/client)
  --golden        write packages/client/contract.golden.d.ts anew, and no tarball
  --help          print this

It is installed from the file: npm install ./sepal-client-0.1.0.tgz
`

/** What the command line says; what it does not say is left out. */
export type Arguments = {
  models?: string
  out?: string
  name?: string
  version?: string
  golden?: boolean
  help?: boolean
}

const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/
const VERSION = /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/

/** @throws UsageError for an option that does not exist, lacks its value or cannot have it */
export function parseArguments(argv: readonly string[]): Arguments {
  const said = read(argv)
  const { name, version } = said
  if (name !== undefined && !NAME.test(name)) {
    throw new UsageError(`--name is ${JSON.stringify(name)}, expected the name of an npm package`)
  }
  if (version !== undefined && !VERSION.test(version)) {
    throw new UsageError(`--version is ${JSON.stringify(version)}, expected one like 1.2.3`)
  }
  for (const option of ['models', 'out'] as const) {
    if (said[option] === '') throw new UsageError(`--${option} is empty, expected a folder`)
  }
  return said
}

function read(argv: readonly string[]): Arguments {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = { models: text, out: text, name: text, version: text, golden: flag, help: flag }
  return readCommandLine({ args: [...argv], options }).values
}
