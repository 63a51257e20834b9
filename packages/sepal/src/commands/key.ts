import { subcommand } from '@sepal/command-line'
import { KeyFileError } from '@sepal/keys'
import { keyCommand, runKey } from '@sepal/keys/command'

export const key = subcommand(keyCommand, runKey, { expected: [KeyFileError] })
