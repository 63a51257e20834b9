import { requestBodies } from '../bench.ts'
import { Field } from '../contestants/field.ts'
import type { Cell } from '../measure/sample.ts'
import { constantRate } from './constant-rate.ts'
import { HeavyEnsemble } from './heavy-ensemble.ts'
import type { Scenario } from './scenario.ts'

const RATES = [100, 200, 300, 400, 500, 600]
const RATES_QUICK = [100, 200]
const MAX_REPLICAS = 2
/** Connections: enough to keep the rate until answers take a second. */
const CONNECTIONS = 256

/** When one of several classifiers needs another replica: its load at each rate, and what callers see. */
export const scaling: Scenario = {
  name: 'scaling',
  summary: `a model that takes 3 ms a row beside two light ones; constant rates, 1 and ${MAX_REPLICAS} replicas of it`,
  isLong: true,
  showsProcesses: true,
  async run(bench) {
    await using ensemble = await HeavyEnsemble.write({ light: 2 })
    const cells: Cell[] = []
    for (let count = 1; count <= MAX_REPLICAS; count += 1) {
      await using field = await Field.start({ models: ensemble.folder, replicas: { heavy: count } })
      const { proxy, rows } = field.ensemble
      const bodies = requestBodies(rows, 1)
      for (const ratePerSecond of bench.options.isQuick ? RATES_QUICK : RATES) {
        const measured = await bench.compare(
          [proxy],
          {
            scenario: this.name,
            load: `${ratePerSecond}/s, ${count} replica${count === 1 ? '' : 's'}`,
            rows,
            rowsPerRequest: 1,
            run: (contestant, durationMs) =>
              constantRate(bench, contestant, {
                bodies,
                durationMs,
                ratePerSecond,
                connections: CONNECTIONS,
              }),
          },
          // The tool warms up itself, at the rate that is measured.
          { warmUpMs: 0 },
        )
        cells.push(...measured)
      }
    }
    return cells
  },
}
