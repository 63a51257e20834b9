import { subcommand } from '@sepal/command-line'
import { imagesCommand, runImages } from '@sepal/deployment'
import { ManifestError } from '@sepal/ensemble'
import { FolderError } from '@sepal/model-folder/models-folder'
import { StartupError } from '@sepal/server/startup-error'

export const images = subcommand(imagesCommand, runImages, {
  expected: [FolderError, ManifestError, StartupError],
})
