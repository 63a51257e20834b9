import { classifierNames, type Manifest } from '@sepal/ensemble'
import { StartupError } from '@sepal/server'

/**
 * How many classifiers must have answered for a label without the others.
 * @throws StartupError when there are not so many
 */
export function quorumOf(quorum: number, manifest: Manifest): number {
  const most = classifierNames(manifest).length
  if (quorum > most) throw new StartupError(`QUORUM is ${quorum}, expected at most ${most}, one a classifier`)
  return quorum
}
