import { subcommand } from '@sepal/command-line'
import { runTypes, TypesError, typesCommand } from '@sepal/contract/types-command'

export const types = subcommand(typesCommand, runTypes, { expected: [TypesError] })
