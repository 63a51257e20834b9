import { runCommand } from '@sepal/command-line'
import { TypesError } from './served-contract.ts'
import { runTypes, typesCommand } from './types-command.ts'

await runCommand(typesCommand, runTypes, { expected: [TypesError] })
