import { subcommand } from '@sepal/command-line'
import { kubernetesCommand, runKubernetes } from '@sepal/deployment'
import { ManifestError } from '@sepal/ensemble'
import { FolderError } from '@sepal/model-folder/models-folder'
import { StartupError } from '@sepal/server/startup-error'

export const kubernetes = subcommand(kubernetesCommand, runKubernetes, {
  expected: [FolderError, ManifestError, StartupError],
})
