import { ContractError } from '@sepal/classifier/model'
import { runCommand } from '@sepal/command-line'
import { ManifestError } from '@sepal/ensemble'
import { TableError } from '@sepal/tabular'
import { addCommand, runAdd } from './add-command.ts'
import { AddError } from './add-error.ts'

await runCommand(addCommand, runAdd, { expected: [AddError, ContractError, ManifestError, TableError] })
