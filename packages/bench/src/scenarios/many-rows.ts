import type { Scenario } from './scenario.ts'

const ROWS = 64
const CONNECTIONS = 16

/** Callers with a screenful of rows per request. */
export const manyRows: Scenario = {
  name: 'rows',
  summary: `requests of ${ROWS} rows, ${CONNECTIONS} connections`,
  async run(bench) {
    const { field, doNothing, sepal, naive, fastify } = await bench.standardField()
    return bench.closedLoop([doNothing, sepal, fastify, naive], field.ensemble.rows, {
      scenario: this.name,
      load: this.summary,
      rowsPerRequest: ROWS,
      connections: CONNECTIONS,
    })
  },
}
