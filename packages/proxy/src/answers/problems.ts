import { classifierProblemCodes } from '@sepal/ensemble'
import { defineProblems, named, serverProblemCodes } from '@sepal/server'

const codesOfAllRoutes = {
  ...serverProblemCodes,
  ...classifierProblemCodes,
  forbidden: { status: 403, title: 'The key does not allow this' },
  'rate-limited': { status: 429, title: 'The key has used up its rate' },
  'bad-classifier-answer': { status: 502, title: 'A classifier gave an answer that cannot be used' },
  'classifier-unavailable': {
    status: 503,
    title: 'A classifier cannot be reached',
    retryAfterSeconds: 1,
  },
  'quorum-not-met': { status: 503, title: 'Too few classifiers answered', retryAfterSeconds: 1 },
} as const

export const { problemSchema, problemResponses } = defineProblems(codesOfAllRoutes)

/** The responses to callers without the right key, for every route that needs one. */
export const keyProblems = problemResponses(401, 403, 429)

const all = defineProblems({
  ...codesOfAllRoutes,
  'decision-failed': { status: 500, title: 'The module that decides failed' },
  'feedback-off': { status: 501, title: 'There is no decision log for feedback' },
})

/** Every error that a caller of the proxy can get. docs/errors.md documents them all. */
export const { problemCodes, problem, problemError } = all

/** The 500 of routes on which a user's own module decides. */
export const decisionProblem500 = named('DecisionProblem500', all.problemSchema(500))

/** The 501 of feedback without a log. */
export const feedbackProblem501 = named('FeedbackProblem501', all.problemSchema(501))

export type ProblemCode = keyof typeof problemCodes
