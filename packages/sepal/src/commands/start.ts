import { subcommand } from '@sepal/command-line'
import { ManifestError } from '@sepal/ensemble'
import { runStart, startCommand } from '@sepal/launcher/start'
import { FolderError } from '@sepal/model-folder/models-folder'
import { StartupError } from '@sepal/server/startup-error'

export const start = subcommand(startCommand, runStart, {
  expected: [FolderError, ManifestError, StartupError],
})
