import type { Distribution } from './distribution.ts'

type Labels = Readonly<Record<string, string>>

/**
 * A value and its labels. Their number is bounded by the names in the manifest and the routes: never text from a
 * caller.
 */
export type Sample<V = number> = { labels: Labels; value: V }

/** A metric with its samples, which are read from where they are counted on each scrape. */
export type Family<V = number> = {
  name: string
  /** what is counted, and its unit */
  help: string
  labels: readonly string[]
  samples: () => Iterable<Sample<V>>
}

/** Where metrics are added. */
export interface Families {
  counter(family: Family): void
  gauge(family: Family): void
  histogram(family: Family<Distribution>): void
}
