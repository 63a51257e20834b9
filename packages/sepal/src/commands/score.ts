import { subcommand } from '@sepal/command-line'
import { runScore, ScoreError, scoreCommand } from '@sepal/score'

export const score = subcommand(scoreCommand, runScore, { expected: [ScoreError] })
