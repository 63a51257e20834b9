import type { KeyRing } from '@sepal/keys'
import type { Metrics } from '@sepal/server'

/** Adds what the keys have used. Their names are those of the file: a caller cannot make one up. */
export function keyFigures(metrics: Metrics, keys: KeyRing) {
  metrics.counter({
    name: 'sepal_key_requests_total',
    help: "Requests by key: let in, without the scope, or beyond the key's rate",
    labels: ['key', 'result'],
    *samples() {
      for (const { name: key, counts } of keys.keys) {
        for (const result of ['admitted', 'forbidden', 'limited'] as const)
          yield { labels: { key, result }, value: counts[result] }
      }
    },
  })
  metrics.counter({
    name: 'sepal_key_rows_total',
    help: 'Rows that were let in, by key',
    labels: ['key'],
    samples: () => keys.keys.map(({ name: key, counts }) => ({ labels: { key }, value: counts.rows })),
  })
}
