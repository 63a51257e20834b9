import { classifierProblemCodes } from '@sepal/ensemble'
import { defineProblems, serverProblemCodes } from '@sepal/server'

/** Every error that a classifier returns. */
export const { problemCodes, problemError, problemResponses } = defineProblems({
  ...serverProblemCodes,
  ...classifierProblemCodes,
})

export type ProblemCode = keyof typeof problemCodes
