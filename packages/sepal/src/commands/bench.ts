import { subcommand } from '@sepal/command-line'
import { ManifestError } from '@sepal/ensemble'
import { FolderError } from '@sepal/model-folder/models-folder'
import { StartupError } from '@sepal/server/startup-error'
import { benchCommand } from '../bench/command.ts'
import { runBench } from '../bench/run-bench.ts'

export const bench = subcommand(benchCommand, runBench, {
  expected: [FolderError, ManifestError, StartupError],
})
