import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type ChildEvent, type System, startSystem } from '@sepal/launcher'
import { eventually } from '@sepal/server/testing'
import { launcher, runLauncher } from './launcher-process.ts'

/** Whole systems start here, on busy machines, ms. */
setDefaultTimeout(30_000)

const freely = { port: 0, freePorts: true } as const

/** Sends the request that the launcher's summary shows. */
async function predictLabel({ url, manifest }: System) {
  const response = await fetch(`${url}/predict/label`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: [Object.values(manifest.sample)] }),
  })
  return { status: response.status, answer: await response.json() }
}

test('an ensemble starts and answers', async () => {
  await using system = await startSystem(freely)
  expect(await predictLabel(system)).toEqual({
    status: 200,
    answer: { prediction: { label: 'setosa', proba: expect.any(Number) } },
  })
})

test('a classifier that is killed comes back', async () => {
  const restarted = Promise.withResolvers<ChildEvent>()
  await using system = await startSystem({
    ...freely,
    onEvent: (event) => {
      if (event.is === 'restarted') restarted.resolve(event)
    },
  })
  const { pid } = system.child('setosa')
  system.child('setosa').kill('SIGKILL')
  expect((await restarted.promise).child.spec.name).toBe('setosa')
  expect(system.child('setosa').pid).not.toBe(pid)
  await eventually(
    () => predictLabel(system),
    ({ status }) => status === 200,
  )
})

test('every replica of a classifier gets requests', async () => {
  const asked = new Set<string>()
  await using system = await startSystem({
    ...freely,
    replicas: { setosa: 2 },
    onLine: ({ label }, line) => {
      if (line.includes('predicted')) asked.add(label)
    },
  })
  await eventually(
    async () => {
      await predictLabel(system)
      return [...asked]
    },
    (labels) => labels.includes('setosa') && labels.includes('setosa.2'),
  )
})

test('a taken port is named, and nothing is left running', async () => {
  using other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
  await using run = runLauncher({ command: [...launcher, `--port=${other.port}`] })
  expect(await run.process.stderr.text()).toContain(`port ${other.port} on 127.0.0.1 is taken`)
  expect(await run.process.exited).toBe(1)
  expect(await run.leftovers()).toEqual([])
})

test.each([
  ['192.0.2.1', '--host is "192.0.2.1", which is not an address of this machine'],
  ['no-such-host.invalid', '--host is "no-such-host.invalid", which cannot be resolved'],
])('--host %s is refused by name', async (host, message) => {
  await using run = runLauncher({ command: [...launcher, '--host', host] })
  expect(await run.process.stderr.text()).toContain(message)
  expect(await run.process.exited).toBe(2)
  expect(await run.leftovers()).toEqual([])
})

test('HTTP_PROXY is not used between the processes of a system', async () => {
  using httpProxy = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () => new Response('no', { status: 502 }),
  })
  const proxy = httpProxy.url.href
  await using system = await startSystem({
    ...freely,
    env: { ...Bun.env, HTTP_PROXY: proxy, http_proxy: proxy, ALL_PROXY: proxy, NO_PROXY: '', no_proxy: '' },
  })
  expect((await predictLabel(system)).status).toBe(200)
})

// Leftovers are found through /proc.
describe.skipIf(process.platform !== 'linux')('nothing is left behind', () => {
  test('SIGTERM ends everything in order, with exit code 0', async () => {
    await using run = runLauncher({ command: launcher })
    await run.url()
    run.process.kill('SIGTERM')
    expect(await run.process.exited).toBe(0)
    expect(await run.leftovers()).toEqual([])
  })

  test('SIGTERM while it starts', async () => {
    await using run = runLauncher({ command: launcher })
    await eventually(run.leftovers, (pids) => pids.length > 1)
    run.process.kill('SIGTERM')
    await run.process.exited
    await eventually(run.leftovers, (pids) => pids.length === 0)
  })

  test.each([
    ['the launcher', launcher],
    ['`bun start`', [process.execPath, 'start', '--port=0', '--free-ports']],
  ])('SIGKILL of %s', async (_, command) => {
    await using run = runLauncher({ command })
    await run.url()
    run.process.kill('SIGKILL')
    await eventually(run.leftovers, (pids) => pids.length === 0)
  })

  test.each(['SIGTERM', 'SIGKILL'] as const)('%s of an npm that does not pass signals on', async (signal) => {
    const [bun, ...rest] = launcher
    // As npx does it: a shell below npm, and below that shell the launcher. `; true` keeps the shells from exec.
    const shell = ['bash', '-c', `sh -c '"$0" "$@"; true' "$0" "$@"; true`, bun ?? '', ...rest]
    await using run = runLauncher({ command: shell, argv0: 'npm' })
    await run.url()
    run.process.kill(signal)
    await eventually(run.leftovers, (pids) => pids.length === 0)
  })
})
