import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { RunningClassifier } from '@sepal/classifier/testing/running-classifier'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import iris from '../models/ensemble.json' with { type: 'json' }

const folder = join(import.meta.dir, '../docker/observability')
const rules = await Bun.file(join(folder, 'alerts.yml')).text()
const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name)

/** The metrics of a real system. */
async function metricsOf() {
  await using ensemble = await RunningEnsemble.start(iris, irisFolder, { checksContract: true })
  await using classifier = await RunningClassifier.start('setosa', { certificate: { expiresAt: 0 } })
  const rows = JSON.stringify({ data: [[5.1, 3.5, 1.4, 0.2]] })
  expect((await ensemble.proxy.post('/predict', rows)).status).toBe(200)
  expect((await classifier.post('/predict', rows)).status).toBe(200)
  return {
    proxy: await (await ensemble.proxy.fetch('/metrics')).text(),
    classifier: await (await classifier.fetch('/metrics')).text(),
  }
}

test('each alert has its entry in the runbook, and each entry its alert', async () => {
  const page = await Bun.file(join(import.meta.dir, '../docs/runbook.md')).text()
  expect(alerts.length).toBeGreaterThan(0)
  expect([...page.matchAll(/^## (\w+)$/gm)].map(([, name]) => name)).toEqual(alerts)
})

test('each alert is tested', async () => {
  const tests = await Bun.file(join(folder, 'alerts.test.yml')).text()
  for (const alert of alerts) expect(tests).toMatch(new RegExp(`alertname: ${alert}\n +exp_alerts:\n`))
})

test('each metric in an alert or in the runbook is one of the proxy or a classifier', async () => {
  const { proxy, classifier } = await metricsOf()
  const given = new Set(
    [...`${proxy}\n${classifier}`.matchAll(/^# TYPE ((?:sepal|process)_\w+) /gm)].map(([, name]) => name),
  )
  const page = await Bun.file(join(import.meta.dir, '../docs/runbook.md')).text()
  const used = new Set(
    [...`${rules}\n${page}`.matchAll(/(?<![\w:])(?:sepal|process)_\w+/g)].map(([name]) => name),
  )
  expect(used.size).toBeGreaterThan(5)
  const missing = [...used].filter((name) => !given.has(name.replace(/_(bucket|sum|count)$/, '')))
  expect(missing).toEqual([])
})

test('in compose, Prometheus scrapes each service', async () => {
  const names: unknown[] = []
  const config = Bun.YAML.parse(await Bun.file(join(folder, 'prometheus.compose.yml')).text())
  JSON.stringify(config, (key, value) => {
    if (key === 'dns_sd_configs')
      for (const {
        names: [name],
        port,
      } of value)
        names.push([name, port])
    return value
  })
  const services = Object.entries(iris.classifiers).map(([name, { port }]) => [name, port])
  expect(names).toEqual([['proxy', 9000], ...services])
})

test('in compose, Prometheus is on the networks of the proxy and of the classifiers', async () => {
  const networks = async (path: string, service: string) => {
    // The files are this repository's own.
    const file = Bun.YAML.parse(await Bun.file(path).text()) as {
      services: Record<string, { networks: string[] }>
    }
    return file.services[service]?.networks
  }
  expect(await networks(join(folder, 'compose.yml'), 'prometheus')).toEqual(
    await networks(join(folder, '../../docker-compose.yml'), 'proxy'),
  )
})

const promtool = Bun.which('promtool')
if (promtool === null) console.warn('SKIPPED: promtool is not installed (Debian: apt-get install prometheus)')

/** It evaluates months of series, ms. */
const RULES_TIMEOUT = 60_000

describe.skipIf(promtool === null)('promtool', () => {
  const run = (args: string[], stdin = '') => {
    const { exitCode, stdout, stderr } = Bun.spawnSync([promtool ?? '', ...args], {
      stdin: Buffer.from(stdin),
    })
    return [exitCode, exitCode === 0 ? '' : `${stdout}${stderr}`]
  }

  test('finds no fault in the metrics of either server', async () => {
    const { proxy, classifier } = await metricsOf()
    for (const text of [proxy, classifier]) expect(run(['check', 'metrics'], text)).toEqual([0, ''])
  })

  test(
    'finds that the alerts fire when they should, and only then',
    () => {
      for (const config of ['prometheus.yml', 'prometheus.compose.yml'])
        expect(run(['check', 'config', join(folder, config)])).toEqual([0, ''])
      expect(run(['test', 'rules', join(folder, 'alerts.test.yml')])).toEqual([0, ''])
    },
    RULES_TIMEOUT,
  )
})
