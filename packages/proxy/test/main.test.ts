import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ServerProcess, SlowRequest } from '@sepal/server/testing'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { FaultyClassifier, NOBODY, never } from './faulty-classifier.ts'

// Processes start slowly when many do at once.
setDefaultTimeout(30_000)

const rows = JSON.stringify({ data: [Object.values(iris.sample)] })
const nobody = { SERVICE_SETOSA: NOBODY, SERVICE_VIRGINICA: NOBODY, SERVICE_VERSICOLOR: NOBODY }
const start = (environment: Record<string, string> = {}) =>
  new ServerProcess(join(import.meta.dir, '../src/main.ts'), { PORT: '0', ...nobody, ...environment })

describe.concurrent('a wrong environment', () => {
  test.each([
    [{ PORT: '70000' }, 'proxy: PORT is "70000", expected a whole number from 0 to 65535'],
    [{ LANE_INFLIGHT: '2' }, 'proxy: LANE_INFLIGHT is now called BATCH_INFLIGHT; set that instead'],
    [{ LANE_QUEUE_ROWS: '2' }, 'proxy: LANE_QUEUE_ROWS is now called BATCH_QUEUE_ROWS; set that instead'],
    [{ DEADLINE_MS: '0' }, 'proxy: DEADLINE_MS is "0", expected a whole number of at least 1'],
    [
      { MODEL_DIR: '/nowhere' },
      'proxy: ensemble.json: the file is "/nowhere/ensemble.json", expected a file',
    ],
    [
      { SERVICE_VIRGINICA: 'http://virginica' },
      'proxy: SERVICE_VIRGINICA is "http://virginica", expected host:port',
    ],
    [
      { DECISION_LOG: 'decisions.ndjson' },
      'proxy: DECISION_LOG is "decisions.ndjson", expected a file: URL that ends in .ndjson',
    ],
    [
      { DECISION_LOG_OMIT: 'petal width' },
      'proxy: DECISION_LOG_OMIT has "petal width", which is no feature;',
    ],
  ])('the proxy does not start with %j', async (environment, message) => {
    await using proxy = start(environment)
    expect(await proxy.exited).toBe(1)
    const refusal = await proxy.stderr
    expect(refusal).toStartWith(message)
    expect(refusal.trimEnd()).not.toContain('\n')
  })

  test('the proxy does not start on a host that is not this machine', async () => {
    await using proxy = start({ HOST: '203.0.113.9' })
    expect(await proxy.exited).toBe(1)
    expect(await proxy.stderr).toBe(
      'proxy: HOST is "203.0.113.9", expected an address of this machine or a name that resolves to one\n',
    )
  })

  test('the proxy does not start on a port that is taken', async () => {
    using other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
    await using proxy = start({ PORT: String(other.port) })
    expect(await proxy.exited).toBe(1)
    expect(await proxy.stderr).toStartWith(
      `proxy: port ${other.port} on 127.0.0.1 is taken by another process`,
    )
  })
})

describe.concurrent('the proxy', () => {
  test('the proxy writes what waits for the decision log before it ends', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-decisions-'))
    await using _folder = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
    await using proxy = start({ DECISION_LOG: `file://${folder}/log.ndjson` })
    const headers = { 'content-type': 'application/json', 'x-request-id': 'logged-1' }
    const url = `http://${await proxy.address()}/predict/label`
    expect((await fetch(url, { method: 'POST', headers, body: rows })).status).toBe(503)
    proxy.kill('SIGTERM')
    expect(await proxy.exited).toBe(0)
    const [name = ''] = await readdir(folder)
    expect(JSON.parse(await Bun.file(join(folder, name)).text())).toMatchObject({
      type: 'decision',
      request: 'logged-1',
      outcome: 'refused',
      'outcomes.setosa': 'unavailable',
    })
  })

  test('the proxy is alive but not ready without its classifiers', async () => {
    await using proxy = start()
    const base = `http://${await proxy.address()}`
    await proxy.line('classifier is not ready')
    const [live, ready] = await Promise.all([fetch(`${base}/health/live`), fetch(`${base}/health/ready`)])
    expect([live.status, ready.status]).toEqual([200, 503])
  })

  test.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'])(
    'the proxy asks its classifiers directly although %s is set',
    async (variable) => {
      let asked = 0
      using elsewhere = Bun.serve({
        port: 0,
        hostname: '127.0.0.1',
        fetch: () => {
          asked += 1
          return new Response(null, { status: 502 })
        },
      })
      await using proxy = start({ [variable]: elsewhere.url.href })
      await proxy.line('classifier is not ready')
      expect((await fetch(`http://${await proxy.address()}/predict/get/test`)).status).toBe(503)
      expect(asked).toBe(0)
    },
  )

  test('the proxy warns of variables that may be misspelt options, and of no others', async () => {
    await using proxy = start({ DEADLIN_MS: '5', SERVICE_SETOSSA: NOBODY, MODELS: 'x', LOG_LEVEL: 'warn' })
    const said = 'DEADLIN_MS is not an option; did you mean DEADLINE_MS?'
    expect(await proxy.line(said)).toMatchObject({ level: 'warn', variable: 'DEADLIN_MS' })
    await proxy.line('SERVICE_SETOSSA is not an option; did you mean SERVICE_SETOSA?')
  })

  test('the proxy logs the addresses of each classifier', async () => {
    await using proxy = start({ SERVICE_SETOSA: '127.0.0.1:1,127.0.0.1:2' })
    expect(await proxy.line('connecting to classifiers')).toMatchObject({
      addresses: { setosa: ['127.0.0.1:1', '127.0.0.1:2'] },
    })
  })

  test('the proxy finishes the requests under way on SIGTERM and exits with 0', async () => {
    await using proxy = start()
    using request = await SlowRequest.start(await proxy.address(), '/predict', rows)
    proxy.kill('SIGTERM')
    expect(await proxy.line('stopping')).toMatchObject({ reason: 'SIGTERM' })
    // Without classifiers the request ends as 503, but it is answered.
    expect(await request.finish()).toStartWith('HTTP/1.1 503 ')
    expect(await proxy.exited).toBe(0)
    expect(await proxy.stderr).toBe('')
  })

  test('a proxy that shares its port listens until nobody asks it any more', async () => {
    await using proxy = start({ REUSE_PORT: 'true', DRAIN_DELAY_MS: '1', DRAIN_MS: '60000' })
    const address = await proxy.address()
    proxy.kill('SIGTERM')
    await proxy.line('stopping')
    for (let request = 0; request < 50; request += 1) {
      const { headers } = await fetch(`http://${address}/health/live`)
      expect(headers.get('connection')).toBe('close')
    }
    expect(await proxy.exited).toBe(0)
  })

  test('the proxy stops although a classifier does not answer', async () => {
    await using silent = new FaultyClassifier(never)
    await using proxy = start({ SERVICE_SETOSA: silent.address, DRAIN_MS: '1', DEADLINE_MS: '60000' })
    using request = await SlowRequest.start(await proxy.address(), '/predict', rows)
    const answer = request.finish()
    proxy.kill('SIGTERM')
    expect(await proxy.exited).toBe(0)
    await answer
  })
})
