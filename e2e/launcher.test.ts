import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type System, startSystem } from '@sepal/launcher'
import { eventually } from '@sepal/server/testing'
import { launcher, runLauncher } from './launcher-process.ts'

/** Whole systems start here, on busy machines, ms. */
setDefaultTimeout(30_000)

const freely = { port: 0, freePorts: true } as const

/** Sends the request shown in the launcher's summary. */
async function predictLabel({ url, manifest }: System) {
  const response = await fetch(`${url}/predict/label`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: [Object.values(manifest.sample)] }),
  })
  return { status: response.status, answer: await response.json() }
}

test('the launcher starts an ensemble that answers', async () => {
  await using system = await startSystem(freely)
  expect(await predictLabel(system)).toEqual({
    status: 200,
    answer: { prediction: { label: 'setosa', proba: expect.any(Number) } },
  })
})

test('the launcher names a taken port, and leaves nothing running', async () => {
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

// Orphans are found through /proc.
describe.skipIf(process.platform !== 'linux')('the end of the launcher', () => {
  test('SIGTERM to the launcher ends every process in order, with exit code 0', async () => {
    await using run = runLauncher({ command: launcher })
    await run.url()
    run.process.kill('SIGTERM')
    expect(await run.process.exited).toBe(0)
    expect(await run.leftovers()).toEqual([])
  })

  test('SIGTERM to a launcher that is starting leaves no process behind', async () => {
    await using run = runLauncher({ command: launcher })
    await eventually(run.leftovers, (pids) => pids.length > 1)
    run.process.kill('SIGTERM')
    await run.process.exited
    await eventually(run.leftovers, (pids) => pids.length === 0)
  })

  test.each([
    ['the launcher', launcher],
    ['`bun start`', [process.execPath, 'start', '--port=0', '--free-ports']],
  ])('SIGKILL of %s leaves no process behind', async (_, command) => {
    await using run = runLauncher({ command })
    await run.url()
    run.process.kill('SIGKILL')
    await eventually(run.leftovers, (pids) => pids.length === 0)
  })

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    '%s of an npm that does not pass signals on leaves no process behind',
    async (signal) => {
      const [bun, ...rest] = launcher
      // As npx does it: a shell below npm, and the launcher below that shell. `; true` keeps the shells from exec.
      const shell = ['bash', '-c', `sh -c '"$0" "$@"; true' "$0" "$@"; true`, bun ?? '', ...rest]
      await using run = runLauncher({ command: shell, argv0: 'npm' })
      await run.url()
      run.process.kill(signal)
      await eventually(run.leftovers, (pids) => pids.length === 0)
    },
  )
})
