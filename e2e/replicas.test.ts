import { expect, setDefaultTimeout, test } from 'bun:test'
import { startSystem } from '@sepal/launcher'
import { keepAsking, Witness } from './callers.ts'

/** Whole systems start here, on busy machines, ms. */
setDefaultTimeout(30_000)

test('calls are spread over all replicas, and no request fails when one is killed', async () => {
  const witness = new Witness('"predicted"')
  await using system = await startSystem({
    port: 0,
    freePorts: true,
    replicas: { setosa: 3 },
    // Calls are logged at this level.
    env: { ...process.env, LOG_LEVEL: 'debug' },
    onLine: witness.onLine,
    onEvent: witness.onEvent,
  })
  const replicas = ['setosa', 'setosa.2', 'setosa.3']
  const callers = keepAsking(system, 8)
  await witness.until('two calls to each replica', () => replicas.every((label) => witness.count(label) > 1))
  system.child('setosa', 2).kill('SIGKILL')
  await witness.event('setosa.2 died')
  await witness.event('setosa.2 restarted')
  const { answered, wrong } = await callers.stop()
  expect(wrong).toEqual([])
  expect(answered).toBeGreaterThanOrEqual(replicas.length)
})
