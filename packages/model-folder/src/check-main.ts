import { runCommand } from '@sepal/command-line'
import { ManifestError } from '@sepal/ensemble'
import { checkCommand, runCheck } from './check-command.ts'

await runCommand(checkCommand, runCheck, { expected: [ManifestError] })
