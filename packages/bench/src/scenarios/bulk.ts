import type { Scenario } from './scenario.ts'

/** Sepal's maximum in one request. */
const ROWS = 4096
const CONNECTIONS = 4

/** How many rows a second get through. */
export const bulk: Scenario = {
  name: 'bulk',
  summary: `requests of ${ROWS.toLocaleString('en')} rows to /predict/batch and /predict/label/batch, ${CONNECTIONS} connections`,
  async run(bench) {
    const { field, doNothing, sepal, naive, fastify } = await bench.standardField()
    const { rows } = field.ensemble
    const load = { scenario: this.name, rowsPerRequest: ROWS, connections: CONNECTIONS }
    const size = `${ROWS.toLocaleString('en')} rows, ${CONNECTIONS} connections`
    const answers = await bench.closedLoop([doNothing, sepal, fastify, naive], rows, {
      ...load,
      load: `/predict/batch, ${size}`,
    })
    const labels = { ...sepal, batchPath: '/predict/label/batch' }
    const decisions = await bench.compare([sepal], {
      ...load,
      load: `/predict/label/batch, ${size}`,
      rows,
      run: (_, durationMs) => bench.load(labels, { ...load, rows, durationMs }),
    })
    return [...answers, ...decisions]
  },
}
