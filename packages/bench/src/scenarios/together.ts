import type { Cell } from '../measure/sample.ts'
import type { Scenario } from './scenario.ts'

const CONNECTIONS = [1, 64, 256]
const CONNECTIONS_QUICK = [1, 64]

/** What isolation costs: the classifiers in processes of their own, in the proxy's, and models without either. */
export const together: Scenario = {
  name: 'together',
  summary: `the classifiers apart, together in the proxy's process, and all models in one process without batching; single rows, ${CONNECTIONS.join(', ')} connections`,
  isLong: true,
  async run(bench) {
    const { field, doNothing, sepal, naive } = await bench.standardField()
    const contestants = [doNothing, sepal, await field.together(), await field.monolith(), naive]
    const cells: Cell[] = []
    for (const connections of bench.options.isQuick ? CONNECTIONS_QUICK : CONNECTIONS) {
      const load = connections === 1 ? '1 connection' : `${connections} connections`
      const measured = await bench.closedLoop(contestants, field.ensemble.rows, {
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
