import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { StartupError } from '@sepal/server/startup-error'
import type { ChildSpec } from './plan.ts'
import { type ChildEvent, SupervisedChild, type SupervisionOptions } from './supervised-child.ts'

/** Longer than any test may take, so that a test that passes did not wait for it. */
const NEVER_MS = 600_000

type Behaviour = 'good' | 'hangs' | 'cannot start'

function supervise(behaviour: Behaviour, options: Partial<SupervisionOptions> = {}) {
  const lines: string[] = []
  const events: ChildEvent[] = []
  const waiting: { is: ChildEvent['is']; resolve: (event: ChildEvent) => void }[] = []
  const spec: ChildSpec = {
    name: 'rose',
    replica: 1,
    command: [process.execPath, join(import.meta.dir, 'fixtures/stand-in.ts')],
    host: '127.0.0.1',
    port: 0,
    env: { BEHAVIOUR: behaviour },
  }
  const child = new SupervisedChild(spec, {
    env: process.env,
    onLine: (_, line) => lines.push(line),
    onEvent: (event) => {
      events.push(event)
      for (const { is, resolve } of waiting) if (is === event.is) resolve(event)
    },
    ...options,
  })
  const next = (is: ChildEvent['is']) => new Promise<ChildEvent>((resolve) => waiting.push({ is, resolve }))
  return { child, lines, events, next, [Symbol.asyncDispose]: () => child.stop(0) }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a child reports its port, and its output is passed on', async () => {
  await using rose = supervise('good')
  await rose.child.ready
  expect(await rose.child.listening).toBe(4321)
  expect(rose.child.port).toBe(4321)
  await rose.child.stop(NEVER_MS)
  expect(rose.lines.toSorted()).toEqual(['and nowhere else', 'listening on 127.0.0.1:0'])
})

test('a child that dies is restarted on the same port', async () => {
  await using rose = supervise('good', { pause: async () => {} })
  await rose.child.ready
  const { pid } = rose.child
  const restarted = rose.next('restarted')
  rose.child.kill('SIGKILL')
  await restarted
  expect(rose.events[0]).toMatchObject({
    is: 'died',
    pauseMs: 100,
    end: { exitCode: null, signal: 'SIGKILL' },
  })
  expect(rose.child.pid).not.toBe(pid)
  // Its output comes through another pipe than its messages, perhaps later; all of it is there when it has ended.
  await rose.child.stop(NEVER_MS)
  expect(rose.lines).toContain('listening on 127.0.0.1:4321')
})

test('pauses between restarts grow', async () => {
  const paused: number[] = []
  await using rose = supervise('good', { pause: async (ms) => paused.push(ms) })
  await rose.child.ready
  for (let death = 0; death < 3; death += 1) {
    const restarted = rose.next('restarted')
    rose.child.kill('SIGKILL')
    await restarted
  }
  expect(paused).toEqual([100, 200, 400])
})

test('a child that cannot start is not restarted, and its last error is the reason', async () => {
  await using rose = supervise('cannot start')
  const failure = new StartupError('rose ended before it was ready, exit code 1: stand-in: port 1 is taken')
  expect(rose.child.ready).rejects.toEqual(failure)
  await expect(rose.child.listening).rejects.toEqual(failure)
  expect(rose.events).toEqual([])
  expect(rose.child.pid).toBeUndefined()
})

test('a stopped child is not restarted', async () => {
  await using rose = supervise('good')
  await rose.child.ready
  await rose.child.stop(NEVER_MS)
  expect(rose.child.pid).toBeUndefined()
  expect(rose.events).toEqual([])
})

test('a child that does not stop in time is killed', async () => {
  await using rose = supervise('hangs')
  await rose.child.ready
  const { pid = 0 } = rose.child
  await rose.child.stop(1)
  expect(isAlive(pid)).toBe(false)
})

test('a stop does not wait for the pause before a restart', async () => {
  await using rose = supervise('good', { backoff: () => NEVER_MS })
  await rose.child.ready
  const died = rose.next('died')
  rose.child.kill('SIGKILL')
  await died
  await rose.child.stop(NEVER_MS)
  expect(rose.child.pid).toBeUndefined()
})
