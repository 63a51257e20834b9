import { expect, test } from 'bun:test'
import { RunningClassifier } from '@sepal/classifier/testing'
import { RecordedLog } from '@sepal/server/testing'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { RunningProxy } from './running-proxy.ts'

/** Whether a classifier's log line, of its socket or of `POST /predict`, is that of a request. */
const isOf =
  (id: string) =>
  ({ requestId, requestIds }: Record<string, unknown>) =>
    requestId === id || requestIds === id

test('a name with several addresses is several replicas, and discovery follows when they change', async () => {
  const [firstLog, secondLog] = [new RecordedLog(), new RecordedLog()]
  await using first = await RunningClassifier.start('setosa', { log: firstLog })
  await using second = await RunningClassifier.start('setosa', { log: secondLog })
  await using virginica = await RunningClassifier.start('virginica')
  await using versicolor = await RunningClassifier.start('versicolor')
  const names = { setosa: 'setosa.test:80', virginica: virginica.address, versicolor: versicolor.address }
  let addresses = [first.address, second.address]
  const seen = Promise.withResolvers<void>()
  await using proxy = await RunningProxy.start(iris, names, {
    dnsRefreshMs: 10,
    resolve: async (name) => {
      if (name !== names.setosa) return [name]
      if (addresses.length === 1) seen.resolve()
      return addresses
    },
  })
  const ask = async (id: string) => {
    const response = await proxy.fetch('/predict', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': id },
      body: JSON.stringify({ data: [Object.values(iris.sample)] }),
    })
    expect(response.status).toBe(200)
  }

  // A replica without measurements comes first.
  await ask('a')
  await ask('b')
  const ofA = await Promise.race([firstLog.line(isOf('a')), secondLog.line(isOf('a'))])
  const other = firstLog.lines.includes(ofA) ? secondLog : firstLog
  await other.line(isOf('b'))

  addresses = [second.address]
  await seen.promise
  for (const id of ['c', 'd', 'e', 'f']) {
    await ask(id)
    await secondLog.line(isOf(id))
  }
})
