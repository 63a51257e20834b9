import { describe, expect, test } from 'bun:test'
import { problemAnswer, RecordedLog } from '@sepal/server/testing'
import { FakeGarden, gardener, metadataOf } from '../../test/fake-garden.ts'
import { type Answer, NOBODY } from '../../test/faulty-classifier.ts'

/** Runs the contract check until a classifier was found not to fit, then stops. */
async function refused(lily: Answer | string) {
  const log = new RecordedLog()
  const fakes = await FakeGarden.start(typeof lily === 'string' ? {} : { lily }, {
    log,
    ...(typeof lily === 'string' && { elsewhere: { lily } }),
  })
  const stopping = new AbortController()
  const watching = fakes.proxy.contractCheck.watch(stopping.signal)
  const line = await log.line(({ message }) => message === 'classifier is not ready')
  return {
    line,
    proxy: fakes.proxy,
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await watching
      await fakes[Symbol.asyncDispose]()
    },
  }
}

/** Rose's metadata, under lily's name. */
const mistaken: Answer = (received) => gardener('rose')(received)
const other =
  (change: object): Answer =>
  () =>
    Response.json({ ...metadataOf('lily'), ...change })

describe.concurrent('the contract check', () => {
  test('passes when every classifier has shown that it fits', async () => {
    await using fakes = await FakeGarden.start()
    const { proxy } = fakes
    for (const path of ['/health/ready', '/metadata']) {
      const problem = await problemAnswer(await proxy.fetch(path), 'not-ready')
      expect(problem.detail).toContain('lily: not asked yet')
    }
    await proxy.untilReady()
    for (const path of ['/health/ready', '/metadata']) expect((await proxy.fetch(path)).status).toBe(200)
  })

  test.each<[string, Answer | string, string, string]>([
    ['nothing listens', NOBODY, 'it cannot be reached: the connection is refused', 'info'],
    ['it is another classifier', mistaken, 'its name is "rose", expected "lily"', 'error'],
    [
      'its features are in another order',
      other({ features: ['leaves', 'height'] }),
      'its features are ["leaves","height"], expected ["height","leaves"]',
      'error',
    ],
    [
      'its answer is not metadata',
      () => Response.json({}),
      'its metadata does not have the expected shape',
      'error',
    ],
    ['it answers with 500', () => new Response('', { status: 500 }), 'it answered with status 500', 'error'],
  ])('does not pass when %s', async (_, lily, reason, level) => {
    await using watched = await refused(lily)
    expect(watched.line).toMatchObject({ classifier: 'lily', reason, level })
    const { detail } = await problemAnswer(await watched.proxy.fetch('/health/ready'), 'not-ready')
    expect(detail).toContain(`lily: ${reason}`)
  })

  test('passes later, when a classifier starts later', async () => {
    let isUp = false
    const lily: Answer = (received) => (isUp ? gardener('lily')(received) : new Response('', { status: 503 }))
    const log = new RecordedLog()
    await using fakes = await FakeGarden.start({ lily }, { log })
    const ready = fakes.proxy.untilReady()
    await log.line(({ reason }) => reason === 'it is not ready')
    expect((await fakes.proxy.fetch('/health/ready')).status).toBe(503)
    isUp = true
    await ready
    expect((await fakes.proxy.fetch('/health/ready')).status).toBe(200)
  })
})
