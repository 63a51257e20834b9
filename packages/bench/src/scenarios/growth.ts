import type { Bench } from '../bench.ts'
import { Field } from '../contestants/field.ts'
import type { Cell } from '../measure/sample.ts'
import { type GrowthStep, growthChart } from '../report/growth-chart.ts'
import { LinearEnsemble } from './linear-ensemble.ts'
import type { Scenario } from './scenario.ts'

const CONNECTIONS = [1, 64]

const SMALLEST = { classifiers: 3, replicas: 1, features: 4, classes: 2 }
const LARGER = { classifiers: [10, 30], replicas: [4, 16], features: [100, 1000], classes: [10, 100] }
const LARGER_QUICK = { classifiers: [10] }

/** The classifier that gets replicas. */
const REPLICATED = 'classifier-1'

/** What a request costs in larger and larger systems, beside a do-nothing route with rows and answers as large. */
export const growth: Scenario = {
  name: 'growth',
  summary: `3 to 30 classifiers, 1 to 16 replicas, 4 to 1,000 features, 2 to 100 classes; single rows, ${CONNECTIONS.join(' and ')} connections`,
  isLong: true,
  chart: growthChart,
  async run(bench) {
    const cells: Cell[] = []
    for (const step of stepsOf(bench.options.isQuick ? LARGER_QUICK : LARGER))
      cells.push(...(await measure(bench, step)))
    return cells
  },
}

/** The smallest system, then each of its sizes larger by itself. */
function stepsOf(larger: Partial<typeof LARGER>): GrowthStep[] {
  const steps = Object.entries(larger).flatMap(([grown, counts]) =>
    counts.map((count) => ({ ...SMALLEST, [grown]: count })),
  )
  return [SMALLEST, ...steps]
}

async function measure(bench: Bench, step: GrowthStep): Promise<Cell[]> {
  await using ensemble = await LinearEnsemble.write(step)
  const replicas = { [REPLICATED]: step.replicas }
  await using field = await Field.start({ models: ensemble.folder, replicas })
  const { before } = bench.options
  const args = ['--models', ensemble.folder, '--replicas', `${REPLICATED}=${step.replicas}`]
  const contestants = [
    await field.doNothing(),
    ...(before === undefined ? [] : [await field.started('sepal before', { checkout: before, args })]),
    field.ensemble.proxy,
  ]
  const size = Object.entries(step).map(([grown, count]) => `${count.toLocaleString('en')} ${grown}`)
  const cells: Cell[] = []
  for (const connections of CONNECTIONS) {
    const measured = await bench.closedLoop(contestants, field.ensemble.rows, {
      scenario: growth.name,
      load: `${size.join(', ')}; ${connections} connection${connections === 1 ? '' : 's'}`,
      rowsPerRequest: 1,
      connections,
    })
    cells.push(...measured.map((cell) => ({ ...cell, growth: { ...step, connections } })))
  }
  return cells
}
