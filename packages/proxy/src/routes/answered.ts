import { DecisionFailed } from '../answers/decision-failed.ts'
import { problemError } from '../answers/problems.ts'
import { Refusal } from '../answers/refusal.ts'

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
 * @throws ProblemError when the module that decides fails
 */
export async function decided<V>(decide: () => V | Promise<V>): Promise<V> {
  try {
    return await decide()
  } catch (error) {
    if (!(error instanceof DecisionFailed)) throw error
    throw problemError(error.code, error.message, { cause: error.cause })
  }
}
