import type { Log } from '@sepal/server'
import type { ReplicaFigures } from './cluster.ts'

/** Logs when no replica of a classifier answers any more, and when one answers again. */
export function answeringLog(log: Log, now: () => number) {
  const silentSince = new Map<string, number>()
  return (classifier: string, doesAnswer: boolean, replicas: readonly ReplicaFigures[]) => {
    const since = silentSince.get(classifier) ?? now()
    if (doesAnswer) {
      silentSince.delete(classifier)
      // As loud as it takes to be seen by those who saw the error.
      log.warn({ classifier, seconds: Math.round((now() - since) / 1000) }, 'a classifier answers again')
    } else {
      silentSince.set(classifier, since)
      const states = replicas.map(({ address, state }) => ({ address, state }))
      log.error({ classifier, replicas: states }, 'a classifier does not answer')
    }
  }
}
