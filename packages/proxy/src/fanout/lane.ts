import { type Manifest, mapClassifiers, type PerClassifier } from '@sepal/ensemble'
import { ClassifierClient } from '../upstream/classifier-client.ts'
import { expectedOf } from '../upstream/expected-answer.ts'

/** The way to one classifier: all that is sent to it goes through here, whichever replica answers. */
export class Lane {
  #turn = 0

  constructor(readonly replicas: readonly ClassifierClient[]) {}

  /** The replica for the next call. */
  next(): ClassifierClient {
    this.#turn = (this.#turn + 1) % this.replicas.length
    const replica = this.replicas[this.#turn]
    if (replica === undefined) throw new RangeError('a lane needs a replica')
    return replica
  }
}

/** A lane for each classifier, over the replicas at its addresses. */
export function createLanes<const M extends Manifest>(
  manifest: M,
  addresses: PerClassifier<M, string[]>,
): PerClassifier<M, Lane> {
  return mapClassifiers(manifest, (name) => {
    const expected = expectedOf(manifest, name)
    return new Lane(addresses[name].map((address) => new ClassifierClient(address, expected)))
  })
}
