import { DecisionFailed } from '../answers/decision-failed.ts'
import { problemError } from '../answers/problems.ts'
import { Refusal } from '../answers/refusal.ts'
import type { TellAnswer } from './answer-report.ts'

/**
 * The response.
 * @throws ProblemError with the outcome of each classifier, if there is no answer
 */
export function answered<V>(answer: V | Refusal): V {
  if (!(answer instanceof Refusal)) return answer
  const { code, detail, classifiers } = answer
  throw problemError(code, detail, { extensions: { classifiers } })
}

/**
 * What is decided.
 * @param tell told when nothing is
 * @throws ProblemError when the module that decides fails
 */
export async function decided<V>(decide: () => V | Promise<V>, tell?: TellAnswer): Promise<V> {
  try {
    return await decide()
  } catch (error) {
    if (!(error instanceof DecisionFailed)) throw error
    tell?.({ code: error.code })
    throw problemError(error.code, error.message, { cause: error.cause })
  }
}
