import type { Health, Replica, Service } from '../api/wire.ts'

/** The state of a classifier or a replica in a word, and how good that is. */
export type State = { word: string; tone: 'good' | 'warn' | 'bad' | 'unknown'; detail?: string }

export function replicaState({ state }: Pick<Replica, 'state'>): State {
  switch (state) {
    case 'closed':
      return { word: 'in use', tone: 'good' }
    case 'half-open':
      return { word: 'on trial', tone: 'warn' }
    case 'open':
      return { word: 'ejected', tone: 'bad', detail: 'it kept failing or lagging' }
    case 'silent':
      return { word: 'silent', tone: 'bad', detail: 'it leaves calls without an answer' }
    case 'not-ready':
      return { word: 'stopping', tone: 'warn', detail: 'it takes no more calls' }
    case 'mismatched':
      return { word: 'does not fit', tone: 'bad', detail: 'it is not the classifier in ensemble.json' }
  }
}

/** Of a classifier: what it says of itself, and how the proxy sees its replicas. */
export function serviceState(health: Health[string] | undefined, service: Service | undefined): State {
  if (health?.health === 'unavailable') return { word: 'unavailable', tone: 'bad', detail: health.detail }
  const away = service?.replicas.filter(({ state }) => state !== 'closed').length ?? 0
  if (service?.replicas.length === 0) return { word: 'no replica', tone: 'bad' }
  if (away > 0) return { word: `${away} of ${service?.replicas.length} not in use`, tone: 'warn' }
  return health === undefined ? { word: 'asking', tone: 'unknown' } : { word: 'ready', tone: 'good' }
}
