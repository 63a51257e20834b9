import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import type { ModelCard } from '../models/model-cards.ts'
import { TENTHS } from './bins.ts'

const CalibrationCurve = Type.Array(
  Type.Object({ rows: Type.Number({ minimum: 0 }), meanProba: Type.Number({ minimum: 0, maximum: 1 }) }),
  { minItems: 1 },
)
const Predicted = Type.Array(Type.Tuple([Type.Number(), Type.Number()]), { minItems: 1 })
const ConfusionMatrix = Type.Object({
  confusionMatrix: Type.Object({
    classes: Type.Array(Type.String()),
    counts: Type.Array(Type.Array(Type.Number({ minimum: 0 }))),
  }),
})

/** How many rows of the test set were given a probability in each tenth, by the card's calibration curve. */
export function probabilitiesInTest({ calibrationCurve }: ModelCard): number[] | undefined {
  if (!Value.Check(CalibrationCurve, calibrationCurve)) return undefined
  const counts = new Array<number>(TENTHS.size).fill(0)
  for (const { rows, meanProba } of calibrationCurve) {
    const place = TENTHS.placeOf(meanProba)
    counts[place] = (counts[place] ?? 0) + rows
  }
  return counts
}

/** What was predicted for rows of the test set, by the pairs of actual and predicted that the card has. */
export function predictedInTest({ predictedAgainstActual }: ModelCard): number[] | undefined {
  if (!Value.Check(Predicted, predictedAgainstActual)) return undefined
  return predictedAgainstActual.map(([, predicted]) => predicted)
}

/** How many rows of the test set were taken for each class, by the columns of the card's confusion matrix. */
export function labelsInTest({ metrics }: ModelCard, classes: readonly string[]): number[] | undefined {
  if (!Value.Check(ConfusionMatrix, metrics)) return undefined
  const { confusionMatrix } = metrics
  const places = classes.map((name) => confusionMatrix.classes.indexOf(name))
  if (places.length === 0 || places.includes(-1)) return undefined
  return places.map((place) =>
    confusionMatrix.counts.reduce((sum, ofActual) => sum + (ofActual[place] ?? 0), 0),
  )
}
