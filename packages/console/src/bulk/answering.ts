import { type Cell, classifierColumns, decisionColumns, type NewColumn } from '@sepal/tabular'
import { outputOf } from '../api/output.ts'
import { sepal } from '../api/sepal.ts'
import type { Row } from '../api/wire.ts'
import type { Ensemble } from '../shell/ensemble.ts'

/** The answers of an ensemble as new columns. */
export type Answering = {
  names: readonly string[]
  /** the new columns of rows, in the order of the names */
  ask: (rows: readonly (readonly Cell[])[]) => Promise<readonly NewColumn[]>
}

type Asked = Pick<Ensemble, 'decision' | 'models' | 'sample'>

/**
 * The columns of the decision, or of each classifier where nothing is decided; the answer to the sample says which.
 * @throws CallFailure when there is no such answer
 */
export async function answeringOf(ensemble: Asked, signal: AbortSignal): Promise<Answering> {
  const { decision: route, models, sample } = ensemble
  if (route === null) return answeringByEach(models, sample, signal)
  const [example] = await sepal.wholeDecisions(route, [sample], signal)
  const { names, valuesOf } = decisionColumns(route, example)
  return { names, ask: async (rows) => valuesOf(await sepal.wholeDecisions(route, rows, signal)) }
}

async function answeringByEach(
  models: Ensemble['models'],
  sample: Row,
  signal: AbortSignal,
): Promise<Answering> {
  const examples = await sepal.wholePredictions([sample], signal)
  const classifiers = Object.entries(models).map(([name, model]) => {
    const output = outputOf(model)
    return { name, classes: 'classes' in output ? output.classes : [], example: examples[name]?.[0] ?? '' }
  })
  const { names, valuesOf } = classifierColumns(classifiers)
  return { names, ask: async (rows) => valuesOf(await sepal.wholePredictions(rows, signal)) }
}
