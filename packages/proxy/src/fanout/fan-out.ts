import {
  byClassifier,
  type ClassifierName,
  classifierNames,
  type Manifest,
  type PerClassifier,
} from '@sepal/ensemble'
import type { ClassifierClient } from '../upstream/classifier-client.ts'
import type { Lane } from './lane.ts'
import type { Outcome } from './outcome.ts'

/** What became of one request at each classifier. */
export type Outcomes<M extends Manifest, V> = PerClassifier<M, Outcome<V>>

/** Asks every classifier at once, one replica each, and waits for all of them. */
export async function fanOut<const M extends Manifest, V>(
  manifest: M,
  lanes: PerClassifier<M, Lane>,
  ask: (classifier: ClassifierClient) => Promise<Outcome<V>>,
): Promise<Outcomes<M, V>> {
  return byClassifier<M, Outcome<V>>(
    await Promise.all(
      classifierNames(manifest).map(
        async (name): Promise<[ClassifierName<M>, Outcome<V>]> => [name, await ask(lanes[name].next())],
      ),
    ),
  )
}
