import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ManifestError } from '@sepal/ensemble'
import { InputError } from './input-error.ts'
import { run } from './training/command.ts'
import { parseOptions } from './training/options.ts'

const models = relative('', fileURLToPath(new URL('../../../models', import.meta.url))) || '.'

try {
  process.exitCode = await run(parseOptions(Bun.argv.slice(2), models), console.log)
} catch (error) {
  // Anything else is a bug, and its stack is wanted.
  if (!(error instanceof InputError || error instanceof ManifestError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
