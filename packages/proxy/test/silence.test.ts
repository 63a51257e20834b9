import { expect, test } from 'bun:test'
import { mapClassifiers } from '@sepal/ensemble'
import { eventually, problemAnswer, RecordedLog } from '@sepal/server/testing'
import { problemCodes } from '../src/answers/problems.ts'
import type { Clock } from '../src/core/clock.ts'
import { systemClock } from '../src/system/system-clock.ts'
import { FakeGarden, gardener } from './fake-garden.ts'
import { type Answer, never } from './faulty-classifier.ts'
import { garden } from './garden.ts'
import { type ProxyOptions, RunningProxy } from './running-proxy.ts'

/** Health checks come five times as often. */
const hasty: Clock = { ...systemClock, after: (ms, task) => systemClock.after(ms / 5, task) }

test('the only replica of a classifier hangs, without any calls: state, readiness and log say so until it is back', async () => {
  let hangs = false
  const rose: Answer = (received) => (hangs ? never() : gardener('rose')(received))
  await using fakes = await FakeGarden.start({ rose })
  const addresses = mapClassifiers(garden, (name) => fakes.classifiers[name].address)
  const start = async (options: ProxyOptions) =>
    (await RunningProxy.start(garden, addresses, { clock: hasty, ...options })).untilReady()
  const log = new RecordedLog()
  await using strict = await start({ log })
  await using lenient = await start({ partial: { isDefault: true, quorum: 4 } })
  await using demanding = await start({ partial: { isDefault: true, quorum: 5 } })
  const statusOf = async (proxy: RunningProxy<typeof garden>) => (await proxy.fetch('/health/ready')).status
  const becomes = (proxy: RunningProxy<typeof garden>, expected: number) =>
    eventually(
      () => statusOf(proxy),
      (status) => status === expected,
    )
  // One check that finds it well: what has never answered is starting.
  await eventually(
    () => fakes.received.rose.filter(({ path }) => path === '/health/ready').length,
    (checks) => checks >= 6,
  )
  expect(await statusOf(strict)).toBe(200)

  hangs = true
  expect(await log.line(({ level }) => level === 'error')).toMatchObject({
    message: 'a classifier does not answer',
    classifier: 'rose',
    replicas: [{ address: addresses.rose, state: 'silent' }],
  })
  const problem = await problemAnswer(
    await strict.fetch('/health/ready'),
    'classifier-unavailable',
    problemCodes,
  )
  expect(problem.detail).toBe('no replica answers: rose')
  await becomes(demanding, 503)
  expect(await statusOf(lenient)).toBe(200)
  const metrics = await (await strict.fetch('/metrics')).text()
  expect(metrics).toContain('sepal_classifier_replicas{classifier="rose",state="silent"} 1')
  expect(metrics).toContain('sepal_classifier_replicas{classifier="rose",state="closed"} 0')

  hangs = false
  expect(await log.line(({ message }) => message === 'a classifier answers again')).toMatchObject({
    level: 'warn',
    classifier: 'rose',
    seconds: expect.any(Number),
  })
  await becomes(strict, 200)
})
