import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from '@sepal/command-line'
import { ManifestError } from '@sepal/ensemble'
import { trainCommand } from './arguments.ts'
import { InputError } from './input-error.ts'
import { run } from './training/command.ts'

const repositoryModels = relative('', fileURLToPath(new URL('../../../models', import.meta.url))) || '.'

await runCommand(
  trainCommand,
  ({ models = repositoryModels, out = models, check }) =>
    run({ kind: check ? 'check' : 'write', models, out }, console.log),
  { expected: [InputError, ManifestError] },
)
