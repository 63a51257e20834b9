import { Field } from '../contestants/field.ts'
import type { Scenario } from './scenario.ts'

const CALL_MS = 5
const CONNECTIONS = 64

/** One classifier is slow for every call, whatever its number of rows. */
export const slowClassifier: Scenario = {
  name: 'slow',
  summary: `a classifier that takes ${CALL_MS} ms per call, however many rows it has; single rows, ${CONNECTIONS} connections`,
  async run(bench) {
    await using field = await Field.start()
    const upstreams = await field.slowUpstreams(CALL_MS)
    const contestants = await Promise.all([
      field.sepalWith(upstreams),
      field.fastify(upstreams),
      field.naive(upstreams),
    ])
    // Without `await` the field would be gone before it is measured.
    return await bench.closedLoop(contestants, field.ensemble.rows, {
      scenario: this.name,
      load: `one classifier takes ${CALL_MS} ms a call, ${CONNECTIONS} connections`,
      rowsPerRequest: 1,
      connections: CONNECTIONS,
    })
  },
}
