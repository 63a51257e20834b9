import { Field } from '../contestants/field.ts'
import type { Cell } from '../measure/sample.ts'
import { HeavyEnsemble } from './heavy-ensemble.ts'
import type { Scenario } from './scenario.ts'

/** Few, so that short samples still have many answers: waiting rows share a call, which takes as long as all of them. */
const CONNECTIONS = 16
const MAX_REPLICAS = 4
const MAX_REPLICAS_QUICK = 2

/** The gain of more processes for a model that needs a core to itself. */
export const replicas: Scenario = {
  name: 'replicas',
  summary: `1 to ${MAX_REPLICAS} replicas of a model that takes 3 ms a row; single rows, ${CONNECTIONS} connections`,
  async run(bench) {
    await using ensemble = await HeavyEnsemble.write()
    const cells: Cell[] = []
    const max = bench.options.isQuick ? MAX_REPLICAS_QUICK : MAX_REPLICAS
    for (let count = 1; count <= max; count += 1) {
      await using field = await Field.start({ models: ensemble.folder, replicas: { heavy: count } })
      const measured = await bench.closedLoop([field.ensemble.proxy], field.ensemble.rows, {
        scenario: this.name,
        load: `${count} replica${count === 1 ? '' : 's'}, ${CONNECTIONS} connections`,
        rowsPerRequest: 1,
        connections: CONNECTIONS,
      })
      cells.push(...measured)
    }
    return cells
  },
}
