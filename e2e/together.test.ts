import { expect, setDefaultTimeout, test } from 'bun:test'
import { type ChildEvent, type System, startSystem } from '@sepal/launcher'
import { Changes } from '@sepal/server/testing'
import { askLabel } from './callers.ts'

/** Whole systems start here, on busy machines, ms. */
setDefaultTimeout(60_000)

const freely = { port: 0, freePorts: true } as const

const processes = ({ children }: System) => children.map(({ label }) => label)

test('together, all classifiers run in the one process of the proxy', async () => {
  const lines: string[] = []
  await using system = await startSystem({
    ...freely,
    together: 'all',
    onLine: (_, line) => lines.push(line),
  })
  expect(processes(system)).toEqual(['proxy'])
  expect((await askLabel(system)).status).toBe(200)
  const metrics = await (await fetch(`${system.url}/metrics`)).text()
  for (const model of ['sepal_model_info', 'sepal_classifier_model_info'])
    expect(
      metrics.match(new RegExp(`^${model}\\{classifier="\\w+",sha256="\\w{64}"\\} 1$`, 'gm')),
    ).toHaveLength(3)
  await system.stop()
  expect(lines.filter((line) => line.includes('"model loaded"'))).toHaveLength(3)
  expect(lines.at(-1)).toContain('"msg":"stopped"')
})

test('some are together, and the others in processes of their own', async () => {
  await using system = await startSystem({ ...freely, together: ['virginica'] })
  expect(processes(system)).toEqual(['setosa', 'versicolor', 'proxy'])
  expect((await askLabel(system)).status).toBe(200)
})

test('slow models in threads of the proxy’s process are released when it stops', async () => {
  const lines: string[] = []
  const env = { ...process.env, INLINE_MAX_MS: '0', LOG_FORMAT: 'json' }
  await using system = await startSystem({
    ...freely,
    env,
    together: 'all',
    onLine: (_, line) => lines.push(line),
  })
  expect((await askLabel(system)).status).toBe(200)
  await system.stop()
  expect(lines.filter((line) => line.includes('"threads":1'))).toHaveLength(3)
  expect(lines.at(-1)).toContain('"msg":"stopped"')
})

test('a crash in a model ends the whole system for a moment: the launcher brings it back', async () => {
  const changes = new Changes()
  const events: ChildEvent['is'][] = []
  await using system = await startSystem({
    ...freely,
    together: 'all',
    onEvent: ({ is }) => {
      events.push(is)
      changes.notify()
    },
  })
  // As a fault in native code of a model's runtime does.
  system.child('proxy').kill('SIGSEGV')
  await changes.until('the proxy to be back', () => events.includes('restarted'))
  expect(events).toEqual(['died', 'restarted'])
  expect((await askLabel(system)).status).toBe(200)
})
