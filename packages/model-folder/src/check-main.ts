import { runCommand } from '@sepal/command-line'
import { ManifestError } from '@sepal/ensemble'
import { checkCommand, runCheck } from './check-command.ts'
import { FolderError } from './folder-error.ts'

await runCommand(checkCommand, runCheck, { expected: [FolderError, ManifestError] })
