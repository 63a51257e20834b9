import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { classifierNames } from '@sepal/ensemble'
import { eventually } from '@sepal/server/testing'
import { SlowRequest } from '@sepal/server/testing/slow-request'
import manifest from '../../models/ensemble.json' with { type: 'json' }
import { makeCall, proxyCalls } from '../wire-calls.ts'
import { Composition } from './composition.ts'
import { buildImages, findEngine, root } from './engine.ts'
import { underLoad } from './under-load.ts'

/** Containers start, become healthy and drain here, ms. */
setDefaultTimeout(120_000)

const docker = await findEngine('docker compose')
const classifiers = classifierNames(manifest)
const services = [...classifiers, 'proxy']
/** What is read here of the form that Compose brings its files into. */
type Resolved = {
  configs: Record<string, { file: string }>
  services: Record<string, { ports?: { host_ip?: string }[] }>
}
/** A new container is healthy within this, on busy machines, ms. */
const PATIENCE_MS = 60_000
/** The classifier that is killed and scaled here. */
const CLASSIFIER = classifiers[0] ?? ''

test.skipIf(docker === undefined)(
  'Prometheus and Grafana join the system, with files that are there, for this machine alone',
  async () => {
    const files = ['docker-compose.yml', 'docker/observability/compose.yml'].flatMap((file) => [
      '--file',
      join(root, file),
    ])
    const resolved = await docker?.output(['compose', ...files, 'config', '--format', 'json'])
    const all: Resolved = JSON.parse(resolved ?? '')
    for (const { file } of Object.values(all.configs))
      expect([file, await Bun.file(file).exists()]).toEqual([file, true])
    expect(Object.keys(all.services).toSorted()).toEqual(['grafana', 'prometheus', ...services].toSorted())
    for (const name of ['grafana', 'prometheus'])
      expect(all.services[name]?.ports).toMatchObject([{ host_ip: '127.0.0.1' }])
  },
)

describe('docker compose up', () => {
  if (docker === undefined) {
    test.skip('needs a Docker engine', () => {})
    return
  }
  let system: Composition

  beforeAll(async () => {
    await buildImages()
    system = await Composition.up(docker)
  })
  afterAll(async () => {
    await system?.[Symbol.asyncDispose]()
  })

  test.each(proxyCalls)('%s is answered on the published port', async (call) => {
    expect(await makeCall(system.url, call)).toMatchObject({ status: 200 })
  })

  test('the console has every file that its page and its cards name', async () => {
    const page = await (await fetch(`${system.url}/console`)).text()
    const files = [...page.matchAll(/(?:href|src)="\.(\/[^"]+)"/g)].map(([, file]) => file)
    const cards: unknown = await (await fetch(`${system.url}/models`)).json()
    const data = [...JSON.stringify(cards).matchAll(/"file":"([^"]+\.csv)"/g)].map(
      ([, file]) => `/console/data/${file}`,
    )
    expect(files.length).toBeGreaterThan(1)
    expect(data.length).toBeGreaterThan(0)
    for (const path of [...files, ...data]) {
      expect([path, (await fetch(system.url + path)).status]).toEqual([path, 200])
    }
  })

  test.each(classifiers)('%s is not published, and not even this machine reaches it', async (name) => {
    const [container = ''] = await system.containers(name)
    expect(await system.inspect(container, '{{json .NetworkSettings.Ports}}')).not.toContain('HostPort')
    const address = await system.inspect(
      container,
      '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}',
    )
    const { port } = manifest.classifiers[name]
    const url = `http://${address}:${port}/health`
    const [proxy = ''] = await system.containers('proxy')
    expect(await system.evaluate(proxy, `console.log(await (await fetch('${url}')).text())`)).toBe(
      '{"health":"ok"}',
    )
    // A name that does not resolve here may be looked up elsewhere, and a gateway answer in its place.
    const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).then(
      (response) => response.text(),
      () => '',
    )
    expect(answer).not.toContain('health')
  })

  test.each(services)('%s has no more privileges than it needs', async (service) => {
    const [container = ''] = await system.containers(service)
    const look = `
      const { readFileSync, writeFileSync } = require('node:fs')
      const written = ['/app/x', '/tmp/x', '/home/bun/x'].map((path) => {
        try { writeFileSync(path, ''); return path } catch ({ code }) { return code }
      })
      const status = readFileSync('/proc/1/status', 'utf8')
      const of = (field) => status.match(new RegExp('^' + field + ':\\\\s+(\\\\S+)', 'm'))?.[1]
      console.log(JSON.stringify({ written, uid: of('Uid'), capabilities: of('CapEff'), noNewPrivileges: of('NoNewPrivs') }))`
    expect(JSON.parse(await system.evaluate(container, look))).toEqual({
      written: ['EROFS', 'EROFS', 'EROFS'],
      uid: '1000',
      capabilities: '0000000000000000',
      noNewPrivileges: '1',
    })
    const limits = await system.inspect(
      container,
      '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}',
    )
    for (const limit of limits.split(' ').map(Number)) expect(limit).toBeGreaterThan(0)
  })

  test('a request can be followed through all logs by its id', async () => {
    const requestId = `order-${crypto.randomUUID()}`
    await fetch(`${system.url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': requestId },
      body: JSON.stringify({ data: [Object.values(manifest.sample)] }),
    })
    await eventually(
      async () => {
        const logs = await Promise.all(services.map((service) => system.log(service)))
        return logs.map((lines) => lines.some((line) => JSON.stringify(line).includes(requestId)))
      },
      (found) => found.every(Boolean),
    )
  })

  test('a classifier that dies comes back', async () => {
    const [container = ''] = await system.containers(CLASSIFIER)
    await system.kill(container)
    await eventually(
      () => system.inspect(container, '{{.RestartCount}} {{.State.Health.Status}}'),
      (state) => state === '1 healthy',
      { withinMs: PATIENCE_MS },
    )
    await eventually(
      () => makeCall(system.url, 'POST /predict'),
      ({ status }) => status === 200,
    )
  })

  test('scaling a classifier up uses each container, and scaling it down loses no request', async () => {
    await underLoad(system.url, async () => {
      await system.scale(CLASSIFIER, 3)
      await eventually(
        () => system.predictionsOf(CLASSIFIER),
        (counts) => counts.length === 3 && counts.every((count) => count > 1),
        { withinMs: PATIENCE_MS },
      )
      await system.scale(CLASSIFIER, 1)
      expect(await system.containers(CLASSIFIER)).toHaveLength(1)
    })
  })

  // The last one: nothing runs afterwards.
  test('services that are stopped finish their requests and exit with 0', async () => {
    const { host } = new URL(system.url)
    using request = await SlowRequest.start(
      host,
      '/predict',
      JSON.stringify({ data: [Object.values(manifest.sample)] }),
    )
    const stopped = system.compose('stop')
    await eventually(
      () => system.log('proxy'),
      (lines) => lines.some(({ msg }) => msg === 'stopping'),
    )
    expect(await request.finish()).toStartWith('HTTP/1.1 200 OK')
    await stopped
    for (const service of services) {
      const [container = ''] = await system.containers(service)
      expect([service, await system.inspect(container, '{{.State.ExitCode}}')]).toEqual([service, '0'])
    }
  })
})
