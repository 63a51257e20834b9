import { classifierProblemCodes } from '@sepal/ensemble'
import { defineProblems, serverProblemCodes } from '@sepal/server'

/** Every error that a caller of the proxy can get. docs/errors.md documents them all. */
export const { problemCodes, problem, problemError, problemSchema, problemResponses } = defineProblems({
  ...serverProblemCodes,
  ...classifierProblemCodes,
  'bad-classifier-answer': { status: 502, title: 'A classifier gave an answer that cannot be used' },
  'classifier-unavailable': {
    status: 503,
    title: 'A classifier cannot be reached',
    retryAfterSeconds: 1,
  },
  'quorum-not-met': { status: 503, title: 'Too few classifiers answered', retryAfterSeconds: 1 },
})

export type ProblemCode = keyof typeof problemCodes
