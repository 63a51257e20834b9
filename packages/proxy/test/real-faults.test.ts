import { heapStats } from 'bun:jsc'
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readdir, readlink } from 'node:fs/promises'
import { eventually } from '@sepal/server/testing'
import { problemCodes } from '../src/answers/problems.ts'
import type { FailureKind } from '../src/core/outcome.ts'
import { callerView, NOBODY_DECIDES, OUT_AFTER, RETRIES } from './caller-view.ts'
import { type Told, ways } from './fault.ts'
import { faults } from './fault-table.ts'
import { SICK } from './sick.ts'
import { FaultyTrio, settings, trio } from './trio.ts'

setDefaultTimeout(40_000)

const names = Object.keys(trio.classifiers)
const rows = JSON.stringify({ data: [Object.values(trio.sample)] })
const paths = ['/predict', '/predict/label', '/predict/batch', '/predict/label/batch']

const cases = faults.flatMap((fault) =>
  ways.flatMap((way) => {
    const told = fault[way]
    return told === undefined ? [] : settings.map((setting) => ({ what: fault.what, way, setting, told }))
  }),
)

type Answer = { status: number; body: Record<string, unknown> }

/** Sends a request to each of these paths at once. */
function askAll({ proxy }: FaultyTrio, at: readonly string[]): Promise<Answer[]> {
  return Promise.all(
    at.map(async (path) => {
      const response = await proxy.post(path, rows)
      return { status: response.status, body: Object(await response.json()) }
    }),
  )
}

/** A refusal with the documented code, which has every classifier's outcome and nothing else. */
function expectProblem({ status, body }: Answer, { kind, rows }: Told, sick: readonly string[]) {
  const { code } = callerView[kind]
  expect([status, body.code]).toEqual([problemCodes[code].status, code])
  const told = names.map((name) => [
    name,
    sick.includes(name)
      ? { outcome: kind, detail: expect.any(String), ...(rows && { rows }) }
      : { outcome: 'ok' },
  ])
  expect(body.classifiers).toEqual(Object.fromEntries(told))
  expect(JSON.stringify(body)).not.toMatch(/secret|srv|127\.0\.0|stack/)
}

function expectPartial(path: string, { status, body }: Answer, kind: FailureKind, sick: readonly string[]) {
  if (path.includes('label')) {
    if (sick.length === names.length) {
      expect([status, body.code]).toEqual([problemCodes[NOBODY_DECIDES].status, NOBODY_DECIDES])
    } else {
      expect(status).toBe(200)
      expect(body).toMatchObject({ complete: false, missing: sick })
    }
    return
  }
  expect(status).toBe(200)
  for (const name of names) {
    if (!sick.includes(name)) expect(body[name]).toHaveProperty('prediction')
    else expect(body[name]).toEqual({ error: { code: callerView[kind].code, detail: expect.any(String) } })
  }
}

async function expectTold({ way, setting, told }: (typeof cases)[number]) {
  const { kind } = told
  const sick = setting === 'all' ? names : [SICK]
  await using ensemble = await FaultyTrio.start({ told, way, setting })
  let asked = 0
  /** Requests that wait for a late classifier are answered when their deadline passes. */
  const ask = async (at: readonly string[]) => {
    const answers = askAll(ensemble, at)
    asked += at.length
    if (kind === 'late') {
      await ensemble.untilAsked(asked)
      if ('does' in told) await ensemble.untilCalled()
      ensemble.passDeadline()
    }
    return await answers
  }
  const [first] = await ask(['/predict'])
  const { detail, rows } = told
  expect(first?.body.classifiers).toHaveProperty(SICK, { outcome: kind, detail, ...(rows && { rows }) })
  const answers = await ask([...paths, ...paths.map((path) => `${path}?partial=true`)])
  for (const answer of answers.slice(0, paths.length)) expectProblem(answer, told, sick)
  for (const [i, path] of paths.entries()) {
    const answer = answers[paths.length + i]
    if (answer) expectPartial(path, answer, kind, sick)
  }
  if ('does' in told) expect(ensemble.calls).toBeGreaterThan(0)
  await ensemble.untilRest()
  await ensemble.heal()
  for (const { status } of await askAll(ensemble, paths)) expect(status).toBe(200)
  await ensemble.untilRest()
}

describe('answers', () => {
  test.each(cases.filter(({ setting }) => setting !== 'replica'))(
    'callers see the outcome of a classifier that $what ($way, $setting)',
    expectTold,
  )
})

/** The heap objects that a request needs, and the number of open sockets. */
async function holdings(): Promise<Record<string, number>> {
  // Lets requests that have just ended, and the threads of `fetch`, finish.
  await Bun.sleep(20)
  Bun.gc(true)
  const { objectTypeCounts } = heapStats()
  const kinds = ['Promise', 'Timeout', 'AbortSignal', 'AbortController', 'Request', 'Response', 'WebSocket']
  const descriptors = await readdir('/proc/self/fd')
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
  const sockets = targets.filter((target) => target.startsWith('socket:')).length
  return { ...Object.fromEntries(kinds.map((kind) => [kind, objectTypeCounts[kind] ?? 0])), sockets }
}

const ROUNDS = 3

async function expectNothingLeft({ way, setting, told }: (typeof cases)[number]) {
  await using ensemble = await FaultyTrio.start({ told, way, setting })
  let asked = 0
  const round = async () => {
    const answers = askAll(ensemble, [...paths, ...paths])
    asked += 2 * paths.length
    if (told.kind === 'late') {
      await ensemble.untilAsked(asked)
      ensemble.passDeadline()
    }
    await answers
    await ensemble.untilRest()
  }
  await round()
  const before = await holdings()
  for (let n = 0; n < ROUNDS; n += 1) await round()
  // One leaked object per request would be twice as many.
  const few = ROUNDS * paths.length
  const grown = async () =>
    Object.entries(await holdings())
      .map(([kind, count]) => ({ kind, more: count - (before[kind] ?? 0) }))
      .filter(({ more }) => more > few)
  // On a busy machine the last objects go late; what leaks never goes.
  await eventually(grown, (kinds) => kinds.length === 0, { withinMs: 5000 })
}

describe('leaks', () => {
  test.each(cases.filter(({ setting }) => setting === 'one'))(
    'no request leaves anything behind at a classifier that $what ($way)',
    expectNothingLeft,
  )
})

/** How often at most an ejected replica is probed, each of which may fail one request, ms. */
const PROBE_MS = 250
const REQUESTS = 12

async function expectSpared({ way, setting, told }: (typeof cases)[number]) {
  const { kind } = told
  await using ensemble = await FaultyTrio.start({ told, way, setting })
  const startedAt = performance.now()
  let failures = 0
  for (let asked = 1; asked <= REQUESTS; asked += 1) {
    const answers = askAll(ensemble, ['/predict'])
    if (kind === 'late') await ensemble.untilAnsweredOrStuck(answers, asked)
    const [answer] = await answers
    if (answer?.status === 200) continue
    failures += 1
    if (answer) expectProblem(answer, told, [SICK])
  }
  const probes = Math.ceil((performance.now() - startedAt) / PROBE_MS)
  const { retries } = ensemble.proxy.clusters.figures()[SICK]
  const most = {
    // A request fails only when no retry is left.
    retried: retries < RETRIES ? 0 : OUT_AFTER + probes - RETRIES,
    ejected: OUT_AFTER + probes,
    'its share': REQUESTS,
  }
  expect(failures).toBeLessThanOrEqual(most[callerView[kind].cost])
  await ensemble.untilRest()
  await ensemble.heal()
  for (const { status } of await askAll(ensemble, paths)) expect(status).toBe(200)
}

describe('one of two replicas', () => {
  test.each(cases.filter(({ setting }) => setting === 'replica'))(
    'callers are spared a replica that $what ($way)',
    expectSpared,
  )
})
