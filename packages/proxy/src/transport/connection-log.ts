import type { Log } from '@sepal/server'
import type { ConnectionChange } from './socket-transport.ts'

/**
 * Logs when the connection to a replica is lost, and when it is back: at `LOG_LEVEL=warn` nothing else would explain why
 * requests fail. A replica that announced its shutdown is no reason to wake anyone.
 */
export function connectionLog(log: Log, classifier: string, address: string) {
  let lost: 'info' | 'warn' | undefined
  return (change: ConnectionChange) => {
    if (change.is === 'lost') {
      lost = change.isAnnounced ? 'info' : 'warn'
      log[lost]({ classifier, address }, change.isAnnounced ? 'a replica is going away' : 'a replica is gone')
    } else if (lost !== undefined) {
      log[lost]({ classifier, address }, 'a replica is there again')
      lost = undefined
    }
  }
}
