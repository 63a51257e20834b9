/** A query of Prometheus, and what its series are called. */
export type Query = { expr: string; legend: string }

/** A panel of the dashboard, without what all of them have in common. */
export type Panel = {
  title: string
  /** what to look for */
  about?: string
  /** one of Grafana's units */
  unit: string
  queries: readonly Query[]
  /** a line at this value, as of an objective */
  line?: number
  /** the most that can be, as 1 of a share */
  max?: number
}

/** Panels under one heading. */
export type Section = { title: string; panels: readonly Panel[] }

/** The proxies and classifiers that were chosen. */
export const CHOSEN = 'job="$job", instance=~"$instance"'
/** The same, of the classifiers that were chosen. */
export const OF_CLASSIFIER = `${CHOSEN}, classifier=~"$classifier"`

/** The increase of a counter a second. */
export const rate = (series: string) => `rate(${series}[$__rate_interval])`

/** A quantile of a histogram, by some labels. */
export const quantile = (q: number, series: string, by: readonly string[] = []) =>
  `histogram_quantile(${q}, sum by (${[...by, 'le'].join(', ')}) (${rate(series)}))`
