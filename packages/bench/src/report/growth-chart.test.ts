import { expect, test } from 'bun:test'
import type { Cell } from '../measure/sample.ts'
import { growthChart } from './growth-chart.ts'

const smallest = { classifiers: 3, replicas: 1, features: 4, classes: 2, connections: 1 }

const cellOf = (growth: NonNullable<Cell['growth']>): Cell => ({
  scenario: 'growth',
  load: JSON.stringify(growth),
  contestant: 'sepal',
  rowsPerRequest: 1,
  samples: [],
  growth,
})

test('the smallest system begins each line, and a larger one is on the line of what grew', () => {
  const cells = [cellOf(smallest), cellOf({ ...smallest, classifiers: 30 })]
  expect(growthChart(cells)).toMatchObject({
    data: {
      values: [
        { grown: 'classifiers', count: 3 },
        { grown: 'replicas', count: 1 },
        { grown: 'features', count: 4 },
        { grown: 'classes', count: 2 },
        { grown: 'classifiers', count: 30 },
      ],
    },
  })
})
