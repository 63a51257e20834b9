import type { Cell } from '../measure/sample.ts'
import type { Scenario } from './scenario.ts'

const CONNECTIONS = [1, 16, 64, 256]
const CONNECTIONS_QUICK = [1, 64]

/** What each server can do alone: the proxy with its classifiers, one classifier, and the limit of both. */
export const servers: Scenario = {
  name: 'servers',
  summary: `the do-nothing route, one classifier and the proxy; single rows, ${CONNECTIONS.join(', ')} connections`,
  isLong: true,
  showsProcesses: true,
  async run(bench) {
    const { field, doNothing, classifier, sepal } = await bench.standardField()
    const cells: Cell[] = []
    for (const connections of bench.options.isQuick ? CONNECTIONS_QUICK : CONNECTIONS) {
      const load = connections === 1 ? '1 connection' : `${connections} connections`
      const measured = await bench.closedLoop([doNothing, classifier, sepal], field.ensemble.rows, {
        scenario: this.name,
        load: `single rows, ${load}`,
        rowsPerRequest: 1,
        connections,
      })
      cells.push(...measured)
    }
    return cells
  },
}
