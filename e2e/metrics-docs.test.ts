import { expect, test } from 'bun:test'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { RunningClassifier } from '@sepal/classifier/testing/running-classifier'
import { mapClassifiers } from '@sepal/ensemble'
import { hashOf, KeyRing } from '@sepal/keys'
import { keyFigures } from '@sepal/proxy/key-figures'
import { loadModelCards } from '@sepal/proxy/model-cards'
import { ENOUGH_ROWS } from '@sepal/proxy/statistics'
import { openLog } from '@sepal/proxy/testing/open-log'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import { RunningProxy } from '@sepal/proxy/testing/running-proxy'
import { certificateFigures, Metrics, RequestFigures, spanFigures } from '@sepal/server'
import iris from '../models/ensemble.json' with { type: 'json' }
import { tableRows } from '../scripts/docs/markdown-table.ts'

const page = await Bun.file(new URL('../docs/metrics.md', import.meta.url)).text()

/** Each metric in the table under a heading, with its type and labels. */
const documented = (heading: string) => {
  const [, section = ''] = page.split(`\n## ${heading}\n`)
  const rows = tableRows(section.split('\n## ')[0] ?? '').filter(([name]) => name?.startsWith('`'))
  return rows.map(([name = '', type, labels = '']) => {
    const names = [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label)
    return `${name.replaceAll('`', '')} ${type} ${names.join(' ')}`.trim()
  })
}

/** The same of the metrics that a server exposes. */
async function given(response: Promise<Response> | Response): Promise<string[]> {
  const text = await (await response).text()
  return [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type]) => {
    const labels = new RegExp(`^${name}(?:_sum)?\\{(.*)\\}`, 'm').exec(text)?.[1] ?? ''
    return `${name} ${type} ${[...labels.matchAll(/(\w+)="/g)].map(([, label]) => label).join(' ')}`.trim()
  })
}

test('docs/metrics.md lists exactly the metrics of the proxy', async () => {
  const { cards, trainingData } = await loadModelCards(irisFolder, iris)
  const options = { checksContract: true, cards, trainingData }
  await using ensemble = await RunningEnsemble.start(iris, irisFolder, options)
  // Of these, as many are counted as are needed for drift.
  const data = Array.from({ length: 16 * ENOUGH_ROWS }, () => [5.1, 3.5, 1.4, 0.2])
  await ensemble.proxy.post('/predict/batch', JSON.stringify({ data }))
  expect(await given(ensemble.proxy.fetch('/metrics'))).toEqual([
    ...documented('Both'),
    ...documented('The proxy'),
  ])
})

/** The metrics that are added to those of every server. */
async function added(add: (metrics: Metrics) => void): Promise<string[]> {
  const metrics = new Metrics(new RequestFigures())
  const own = await given(new Response(await metrics.text()))
  add(metrics)
  return (await given(new Response(await metrics.text()))).slice(own.length)
}

test('docs/metrics.md lists exactly what a proxy with keys has beside these', async () => {
  const keys = new KeyRing([{ name: 'web', sha256: hashOf('key'), scopes: ['predict'] }])
  expect(await added((metrics) => keyFigures(metrics, keys))).toEqual(documented('Keys'))
})

test('docs/metrics.md lists exactly what a server with TLS has beside these', async () => {
  const certificate = { expiresAt: 0 }
  expect(await added((metrics) => certificateFigures(metrics, certificate))).toEqual(documented('TLS'))
})

test('docs/metrics.md lists exactly what a server that sends traces has beside these', async () => {
  const spans = { sent: 0, failed: 0, dropped: 0 }
  expect(await added((metrics) => spanFigures(metrics, spans))).toEqual(documented('Traces'))
})

test('docs/metrics.md lists exactly the metrics of a classifier', async () => {
  await using classifier = await RunningClassifier.start('setosa')
  await classifier.fetch('/health')
  expect(await given(classifier.fetch('/metrics'))).toEqual([
    ...documented('Both'),
    ...documented('A classifier'),
  ])
})

test('docs/metrics.md lists exactly the metrics of the decision log', async () => {
  const decisionLog = openLog('/nowhere', iris)
  const nowhere = mapClassifiers(iris, () => '127.0.0.1:1')
  await using proxy = await RunningProxy.start(iris, nowhere, { decisionLog })
  const metrics = await given(proxy.fetch('/metrics'))
  expect(metrics.filter((metric) => metric.includes('decision_log'))).toEqual(documented('The decision log'))
})
