import { useEffect, useState } from 'preact/hooks'
import { sepal } from '../api/sepal.ts'
import { cardOf } from '../services/card.ts'
import { type Ensemble, useEnsemble } from '../shell/ensemble.ts'
import { type Point, pointsIn } from './training-points.ts'

/** More dots would hide the map. */
const MAX_POINTS = 2000

/** The rows that the models were trained on, where their cards name a file of them. */
export function useTrainingPoints(): readonly Point[] {
  const ensemble = useEnsemble()
  const [points, setPoints] = useState<readonly Point[]>([])
  useEffect(() => {
    const leaving = new AbortController()
    const load = async () => {
      const sources = sourcesOf(ensemble)
      const files = [...sources.keys()]
      const texts = await Promise.all(files.map((file) => sepal.trainingData(file, leaving.signal)))
      const found = [...sources.values()].flatMap((label, i) => pointsIn(texts[i] ?? '', label, ensemble))
      setPoints(thinned(found))
    }
    // The map works without them.
    load().catch(() => {})
    return () => leaving.abort()
  }, [ensemble])
  return points
}

/** Each file that a card names, and the column in it that has the label. */
function sourcesOf({ models }: Ensemble): ReadonlyMap<string, string> {
  const sources = new Map<string, string>()
  for (const model of Object.values(models)) {
    const { file, label } = cardOf(model)?.data ?? {}
    if (file !== undefined && label !== undefined) sources.set(file, label)
  }
  return sources
}

/** Every nth point, so that the rest are spread as all were. */
function thinned(points: readonly Point[]): readonly Point[] {
  const every = Math.ceil(points.length / MAX_POINTS)
  return points.filter((_, i) => i % every === 0)
}
