import { ContractError } from '@sepal/classifier/model'
import { subcommand } from '@sepal/command-line'
import { ManifestError } from '@sepal/ensemble'
import { AddError, addCommand, runAdd } from '@sepal/model-folder'
import { TableError } from '@sepal/tabular'

export const add = subcommand(addCommand, runAdd, {
  expected: [AddError, ContractError, ManifestError, TableError],
})
