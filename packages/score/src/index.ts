export { scoreCommand } from './arguments.ts'
export { runScore } from './run-score.ts'
export { ScoreError } from './score-error.ts'
