import { combinationOf, type Manifest } from '@sepal/ensemble'
import { StartupError } from '@sepal/server'

/**
 * How many classifiers must answer for a decision without the others.
 * @throws StartupError if fewer take part in it
 */
export function quorumOf(quorum: number, manifest: Manifest): number {
  const max = Math.max(1, combinationOf(manifest).voters.length)
  if (quorum > max) {
    throw new StartupError(
      `QUORUM is ${quorum}, expected at most ${max}: so many classifiers take part in the decision`,
    )
  }
  return quorum
}
