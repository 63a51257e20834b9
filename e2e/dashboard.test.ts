import { expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { loadModelCards } from '@sepal/proxy/model-cards'
import { FakeModels } from '@sepal/proxy/testing/fake-models'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import { eventually } from '@sepal/server/testing'
import dashboard from '../docker/observability/grafana/sepal.json' with { type: 'json' }
import iris from '../models/ensemble.json' with { type: 'json' }
import { dashboardText } from '../scripts/dashboard/dashboard.ts'
import { prometheus, RunningPrometheus } from './running-prometheus.ts'

/** A Prometheus and two systems start here, on busy machines, ms. */
setDefaultTimeout(60_000)

/** An ensemble whose answers are no probabilities. */
const flatPrices = {
  name: 'prices',
  features: { area: { number: {} } },
  sample: { area: 80 },
  classifiers: {
    linear: { model: 'linear.onnx', port: 8000, value: {} },
    forest: { model: 'forest.onnx', port: 8001, value: {} },
  },
  combine: { mean: {} },
} as const

const file = join(import.meta.dir, '../docker/observability/grafana/sepal.json')
const rules = join(import.meta.dir, '../docker/observability/alerts.yml')

/** Each query of each panel, with everything chosen. */
const queries = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }): [title: string, query: string] => [
    title,
    expr
      .replaceAll('$__rate_interval', '10s')
      .replaceAll('$job', 'sepal')
      .replaceAll(/\$(instance|classifier)/g, '.*'),
  ]),
)

test('the dashboard is what the script makes: bun run docs', async () => {
  expect(await Bun.file(file).text()).toBe(dashboardText())
})

test('no panel of the dashboard is over another, and each has an id of its own', () => {
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
  )
  expect(new Set(cells).size).toBe(cells.length)
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
})

test('the dashboard names no classifier, feature or class', () => {
  const names = [...Object.keys(iris.classifiers), ...Object.keys(iris.features)]
  const text = JSON.stringify(dashboard)
  expect(names.filter((name) => text.includes(name))).toEqual([])
})

test.skipIf(prometheus === null)('each query of the dashboard returns data of real systems', async () => {
  const { cards, trainingData } = await loadModelCards(irisFolder, iris)
  await using flowers = await RunningEnsemble.start(iris, irisFolder, {
    checksContract: true,
    cards,
    trainingData,
  })
  await using flats = await FakeModels.start(flatPrices, { linear: () => 10, forest: () => 12 })
  const targets = [flowers.proxy.address, flats.proxy.address, ...flowers.addresses]
  await using watching = await RunningPrometheus.start(targets, rules)
  const rows = Array.from({ length: 4000 }, (_, i) => [5 + (i % 3), 3, 1.4 + (i % 4), 0.2])
  const load = async () => {
    await flowers.proxy.post('/predict/label/batch', JSON.stringify({ data: rows }))
    await flats.proxy.post('/predict/value', JSON.stringify({ data: [[80]] }))
    // What callers get wrong.
    await flowers.proxy.post('/predict', JSON.stringify({ data: [[1, 2, 3, 'wide']] }))
  }
  await load()
  await flowers.stop('setosa')
  const missing = async () => {
    await load()
    const found = await Promise.all(
      queries.map(async ([title, query]) => [title, query, await watching.seriesOf(query)]),
    )
    return found.filter(([, , series]) => series === 0 || typeof series === 'string')
  }
  await eventually(missing, (left) => left.length === 0, { withinMs: 40_000, pauseMs: 300 })
  expect((await watching.rules()).filter(({ health }) => health === 'err')).toEqual([])
})
