import { type Cell, classifierColumns, decisionColumns, type NewColumn, type NewValue } from '@sepal/tabular'
import { outputOf } from '../api/output.ts'
import { sepal } from '../api/sepal.ts'
import type { Row } from '../api/wire.ts'
import type { Ensemble } from '../shell/ensemble.ts'

/** What is added to one record, a value for each new column, and what of it is summed up. */
export type Answered = { cells: readonly NewValue[]; label?: string; proba?: number; value?: number }

/** The answers of an ensemble as new columns. */
export type Answering = {
  names: readonly string[]
  ask: (rows: readonly (readonly Cell[])[]) => Promise<readonly Answered[]>
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
  return {
    names,
    ask: async (rows) => {
      const decisions = await sepal.wholeDecisions(route, rows, signal)
      return recordsOf(valuesOf(decisions), decisions.length).map((cells) => ({
        cells,
        ...summedUp(names, cells),
      }))
    },
  }
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
  return {
    names,
    ask: async (rows) =>
      recordsOf(valuesOf(await sepal.wholePredictions(rows, signal)), rows.length).map((cells) => ({
        cells,
      })),
  }
}

/** The values of columns, by record. */
const recordsOf = (columns: readonly NewColumn[], count: number): NewValue[][] =>
  Array.from({ length: count }, (_, row) => columns.map((column) => column[row] ?? null))

function summedUp(names: readonly string[], cells: readonly NewValue[]): Omit<Answered, 'cells'> {
  const [label, proba, value] = ['label', 'proba', 'value'].map((name) => cells[names.indexOf(name)])
  return {
    ...(typeof label === 'string' && { label }),
    ...(typeof proba === 'number' && { proba }),
    ...(typeof value === 'number' && { value }),
  }
}
