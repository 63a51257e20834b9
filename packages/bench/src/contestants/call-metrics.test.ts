import { expect, test } from 'bun:test'
import { RunningClassifier } from '@sepal/classifier/testing'
import { CallMetrics } from './call-metrics.ts'

test('calls to the replicas of a classifier are counted together', async () => {
  await using first = await RunningClassifier.start('setosa')
  await using second = await RunningClassifier.start('setosa')
  const processes = [first, second].map(({ address }) => ['setosa', `http://${address}`] as const)
  const metrics = new CallMetrics(() => processes)
  expect([...(await metrics.counts())]).toEqual([['setosa', 0]])
  for (const server of [first, second, second]) await server.fetch('/predict/test')
  await first.fetch('/health')
  expect([...(await metrics.counts())]).toEqual([['setosa', 3]])
})
