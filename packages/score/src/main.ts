import { runCommand } from '@sepal/command-line'
import { runScore, ScoreError, scoreCommand } from './index.ts'

// Runs the command without the others of `sepal`, for scripts that name this file.
await runCommand(scoreCommand, runScore, { expected: [ScoreError] })
