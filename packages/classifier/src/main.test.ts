import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import type { Manifest } from '@sepal/ensemble'
import { ServerProcess, SlowRequest } from '@sepal/server/testing'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { misfitAnswers, misfits } from '../test/misfits.ts'
import { ModelFolder } from '../test/model-folder.ts'
import { SocketClient } from '../test/socket-client.ts'

// Processes start slowly where many do at once.
setDefaultTimeout(30_000)

const manifest: Manifest = iris
const rows = JSON.stringify({ data: [Object.values(iris.sample)] })
const start = (environment: Record<string, string>) =>
  new ServerProcess(join(import.meta.dir, 'main.ts'), { MODE: 'setosa', PORT: '0', ...environment })

/** What a classifier that does not start says. */
async function refusalOf(environment: Record<string, string>): Promise<string> {
  await using classifier = start(environment)
  expect(await classifier.exited).toBe(1)
  return await classifier.stderr
}

test.skipIf(process.platform !== 'linux')(
  'a classifier with too little address space says so in a sentence',
  async () => {
    const command = `ulimit -v 1500000; exec ${process.execPath} ${join(import.meta.dir, 'main.ts')}`
    await using classifier = Bun.spawn(['sh', '-c', command], { stderr: 'pipe', stdout: 'ignore' })
    const refusal = await classifier.stderr.text()
    expect(await classifier.exited).toBe(1)
    expect(refusal).toStartWith('classifier: ')
    expect(refusal).toContain('ulimit -v')
    expect(refusal.trimEnd()).not.toContain('\n')
  },
)

describe.concurrent('a classifier does not start', () => {
  test.each([
    [{ MODE: '' }, 'classifier: MODE is not set, expected a string (name of'],
    [
      { MODE: 'rose' },
      'classifier: MODE is "rose", expected a classifier of ensemble.json: setosa, virginica, versicolor',
    ],
    [{ MODE: 'constructor' }, 'classifier: MODE is "constructor", expected a classifier of ensemble.json: '],
    [{ PORT: '65536' }, 'classifier: PORT is "65536", expected a whole number from 0 to 65535'],
    [{ PORT: 'http' }, 'classifier: PORT is "http", expected a whole number from 0 to 65535'],
    [
      { MODEL_DIR: '/nowhere' },
      'classifier: ensemble.json: the file is "/nowhere/ensemble.json", expected a file',
    ],
  ])('with %j', async (environment, message) => {
    const refusal = await refusalOf(environment)
    expect(refusal).toStartWith(message)
    expect(refusal.trimEnd()).not.toContain('\n')
  })

  test('without its model', async () => {
    const elsewhere = {
      ...manifest,
      classifiers: { setosa: { ...iris.classifiers.setosa, model: 'rose.onnx' } },
    }
    await using folder = await ModelFolder.write(elsewhere)
    await Bun.file(join(folder.path, 'rose.onnx')).delete()
    const refusal = await refusalOf({ MODEL_DIR: folder.path })
    expect(refusal).toContain(`expected: a model at ${join(folder.path, 'rose.onnx')}`)
    expect(refusal).toContain('found:    no such file')
  })

  test.each([...misfits.slice(0, 4), ...misfitAnswers])(
    'with a model of $what',
    async ({ bytes, expected, found }) => {
      await using folder = await ModelFolder.write(manifest, { 'setosa.onnx': bytes })
      const [first, second, third] = (await refusalOf({ MODEL_DIR: folder.path })).split('\n')
      expect(first).toBe('classifier: the model does not fit ensemble.json')
      expect(second).toBe(`  expected: ${expected}`)
      expect(third?.replace('  found:    ', '')).toEqual(
        typeof found === 'string' ? found : expect.stringMatching(found),
      )
    },
  )

  test('on a port that is taken', async () => {
    using other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
    expect(await refusalOf({ PORT: String(other.port) })).toBe(
      `classifier: port ${other.port} on 127.0.0.1 is taken by another process; choose another with PORT, or with sepal start's --port or --free-ports\n`,
    )
  })
})

describe.concurrent('a classifier', () => {
  test('stops on SIGTERM: it finishes what is under way, and exits 0', async () => {
    await using classifier = start({})
    const address = await classifier.address()
    using request = await SlowRequest.start(address, '/predict', rows)
    classifier.kill('SIGTERM')
    expect(await classifier.line('stopping')).toMatchObject({ reason: 'SIGTERM' })
    expect(await request.finish()).toStartWith('HTTP/1.1 200 OK')
    expect(await classifier.exited).toBe(0)
    await classifier.line('stopped')
    expect(await classifier.stderr).toBe('')
  })

  test('does not wait for a proxy that stays connected', async () => {
    await using classifier = start({ DRAIN_MS: '60000' })
    using proxy = await SocketClient.open(await classifier.address())
    classifier.kill('SIGTERM')
    expect((await proxy.ended).code).toBe(1001)
    expect(await classifier.exited).toBe(0)
  })

  test('does not wait for ever: after DRAIN_MS it stops all the same', async () => {
    await using classifier = start({ DRAIN_MS: '1' })
    const address = await classifier.address()
    using _ = await SlowRequest.start(address, '/predict', rows)
    classifier.kill('SIGTERM')
    expect(await classifier.exited).toBe(0)
    expect(await classifier.line('stopping while requests are still in flight')).toMatchObject({
      drainMs: 1,
    })
  })

  test('writes JSON lines, and nothing below LOG_LEVEL', async () => {
    await using classifier = start({ LOG_LEVEL: 'info' })
    await fetch(`http://${await classifier.address()}/metadata`, { headers: { 'x-request-id': 'order-17' } })
    expect(await classifier.line('request')).toMatchObject({
      level: 'info',
      name: 'setosa',
      requestId: 'order-17',
      method: 'GET',
      path: '/metadata',
      status: 200,
      ms: expect.any(Number),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    })
  })

  // A MAX_ROWS or BATCH_MAX_ROWS for all servers once made classifiers refuse the proxy's calls.
  test('takes calls of as many rows as the proxy may send, whatever one request may have', async () => {
    await using classifier = start({ MAX_ROWS: '1', BATCH_MAX_ROWS: '5000' })
    using proxy = await SocketClient.open(await classifier.address())
    proxy.predict(1, Array(5000).fill(Object.values(iris.sample)).flat())
    expect((await proxy.answer(1)).numbers).toHaveLength(10_000)
  })

  test('with a slow model answers from threads of its own, the same', async () => {
    await using classifier = start({ INLINE_MAX_MS: '0', INFERENCE_THREADS: '2' })
    await using inline = start({})
    const data = Array.from({ length: 5 }, (_, i) => Object.values(iris.sample).map((value) => value + i / 3))
    const [threaded, same] = await Promise.all(
      [classifier, inline].map(async (server) => {
        const response = await fetch(`http://${await server.address()}/predict`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ data }),
        })
        return response.json()
      }),
    )
    expect(threaded).toHaveProperty('prediction')
    expect(threaded).toEqual(same)
    expect(await classifier.line('model loaded')).toMatchObject({ threads: 2 })
  })
})
