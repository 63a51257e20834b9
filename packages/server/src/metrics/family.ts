import type { Tally } from './distribution.ts'
import type { Exemplars } from './exemplar.ts'

type Labels = Readonly<Record<string, string>>

/**
 * A value and its labels. Their number is bounded by the names in the manifest and the routes: never text from a
 * caller. Exemplars are of a histogram's buckets.
 */
export type Sample<V = number> = { labels: Labels; value: V; exemplars?: Exemplars }

/** A metric with its samples, which are read from where they are counted on each scrape. */
export type Family<V = number> = {
  name: string
  /** what is counted, and its unit */
  help: string
  labels: readonly string[]
  samples: () => Iterable<Sample<V>>
}

/** What has to be asked for, off the event loop. */
export type AskedFamily = Omit<Family, 'samples'> & { samples: () => Promise<Iterable<Sample>> }

/** Where metrics are added. */
export interface Families {
  counter(family: Family): void
  gauge(family: Family | AskedFamily): void
  histogram(family: Family<Tally>): void
}
