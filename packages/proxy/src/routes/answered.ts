import { Refusal } from '../answers/refusal.ts'
import { problemError } from '../problems.ts'

/**
 * What goes out.
 * @throws ProblemError that names the outcome of each classifier, when there is no answer
 */
export function answered<V>(answer: V | Refusal): V {
  if (!(answer instanceof Refusal)) return answer
  const { code, detail, classifiers } = answer
  throw problemError(code, detail, { extensions: { classifiers } })
}
