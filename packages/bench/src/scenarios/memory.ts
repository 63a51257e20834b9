import { Field } from '../contestants/field.ts'
import type { Cell } from '../measure/sample.ts'
import { takeSample } from '../measure/sampling.ts'
import type { Scenario } from './scenario.ts'

const CONNECTIONS = 64
const REQUESTS = 1_000_000
const REQUESTS_QUICK = 20_000

/** The memory of the processes before and after many requests. Each sample is a stretch of them. */
export const memory: Scenario = {
  name: 'memory',
  summary: `the memory of each process over ${REQUESTS.toLocaleString('en')} single rows, ${CONNECTIONS} connections`,
  showsProcesses: true,
  async run(bench) {
    const { isQuick, durationMs, say } = bench.options
    const wanted = isQuick ? REQUESTS_QUICK : REQUESTS
    await using field = await Field.start()
    const { proxy, rows } = field.ensemble
    const cell: Cell = {
      scenario: this.name,
      load: `${wanted.toLocaleString('en')} single rows, ${CONNECTIONS} connections`,
      contestant: proxy.name,
      rowsPerRequest: 1,
      samples: [],
    }
    for (let answered = 0; answered < wanted; ) {
      const sample = await takeSample(proxy, {
        rows,
        rowsPerRequest: 1,
        load: () => bench.load(proxy, { rows, rowsPerRequest: 1, connections: CONNECTIONS, durationMs }),
      })
      cell.samples.push(sample)
      if (sample.answered === 0) break
      answered += sample.answered
      say(`memory: ${answered.toLocaleString('en')} of ${wanted.toLocaleString('en')} requests`)
    }
    return [cell]
  },
}
