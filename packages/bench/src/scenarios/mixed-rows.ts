import type { Bench } from '../bench.ts'
import type { Contestant } from '../contestants/contestant.ts'
import { Field } from '../contestants/field.ts'
import type { SampleRow } from '../contestants/sample-rows.ts'
import type { Cell } from '../measure/sample.ts'
import { MixedEnsemble } from './mixed-ensemble.ts'
import type { Scenario } from './scenario.ts'

const CONNECTIONS = 64
/** Sepal's maximum in one request. */
const BULK_ROWS = 4096
const BULK_CONNECTIONS = 4

type Served = { contestant: Contestant; rows: readonly SampleRow[] }

/** A feature of each kind, text among them, beside the four numbers of iris: three models each. */
export const mixedRows: Scenario = {
  name: 'mixed-rows',
  summary: `rows of five kinds of features and of iris; single rows, ${CONNECTIONS} connections, and ${BULK_ROWS.toLocaleString('en')} rows, ${BULK_CONNECTIONS} connections`,
  async run(bench) {
    await using mixed = await MixedEnsemble.write()
    await using field = await Field.start({ models: mixed.folder })
    const { sepal, field: standard } = await bench.standardField()
    const both: Served[] = [
      { contestant: { ...sepal, name: 'sepal, iris' }, rows: standard.ensemble.rows },
      {
        contestant: { ...field.ensemble.proxy, name: 'sepal, five kinds' },
        rows: field.ensemble.rows,
      },
    ]
    const cells: Cell[] = []
    for (const served of both) cells.push(...(await single(bench, served)))
    for (const served of both) cells.push(...(await bulk(bench, served)))
    return cells
  },
}

const single = (bench: Bench, { contestant, rows }: Served) =>
  bench.closedLoop([contestant], rows, {
    scenario: mixedRows.name,
    load: `single rows, ${CONNECTIONS} connections`,
    rowsPerRequest: 1,
    connections: CONNECTIONS,
  })

const bulk = (bench: Bench, { contestant, rows }: Served) =>
  bench.closedLoop([contestant], rows, {
    scenario: mixedRows.name,
    load: `${BULK_ROWS.toLocaleString('en')} rows, ${BULK_CONNECTIONS} connections`,
    rowsPerRequest: BULK_ROWS,
    connections: BULK_CONNECTIONS,
  })
