import { subcommand } from '@sepal/command-line'
import { ManifestError } from '@sepal/ensemble'
import { checkCommand, FolderError, runCheck } from '@sepal/model-folder'

export const check = subcommand(checkCommand, runCheck, { expected: [FolderError, ManifestError] })
