import { runCommand } from '@sepal/command-line'
import { ManifestError } from '@sepal/ensemble'
import { FolderError } from '@sepal/model-folder/models-folder'
import { StartupError } from '@sepal/server/startup-error'
import { runStart, startCommand } from './start.ts'

// Runs the command without the others of `sepal`, for scripts that name this file.
await runCommand(startCommand, runStart, { expected: [FolderError, ManifestError, StartupError] })
