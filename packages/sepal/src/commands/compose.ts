import { subcommand } from '@sepal/command-line'
import { composeCommand, runCompose } from '@sepal/deployment'
import { ManifestError } from '@sepal/ensemble'
import { FolderError } from '@sepal/model-folder/models-folder'
import { StartupError } from '@sepal/server/startup-error'

export const compose = subcommand(composeCommand, runCompose, {
  expected: [FolderError, ManifestError, StartupError],
})
