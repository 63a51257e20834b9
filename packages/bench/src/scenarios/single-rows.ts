import type { Scenario } from './scenario.ts'

/** One caller of single rows per connection. */
export function singleRows(connections: number, { isLong = false } = {}): Scenario {
  const scenario = String(connections)
  const load = connections === 1 ? 'single rows, 1 connection' : `single rows, ${connections} connections`
  return {
    name: scenario,
    summary: load,
    isLong,
    async run(bench) {
      const { field, doNothing, classifier, sepal, naive, fastify } = await bench.standardField()
      const contestants = [doNothing, classifier, sepal, fastify, naive]
      return bench.closedLoop(contestants, field.ensemble.rows, {
        scenario,
        load,
        rowsPerRequest: 1,
        connections,
      })
    },
  }
}
