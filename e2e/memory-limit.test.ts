import { expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { ServerProcess } from '@sepal/server/testing'
import iris from '../models/ensemble.json' with { type: 'json' }
import { MemoryGroup } from './memory-group.ts'

// Servers in the memory of a container, and callers that send more than fits. `MEMORY_SECONDS=60` sets for how long.

const LIMIT_BYTES = 256 * 2 ** 20
const SECONDS = Number(process.env.MEMORY_SECONDS ?? 2)
const CALLERS = 16

setDefaultTimeout(60_000 + SECONDS * 2000)

const probe = MemoryGroup.create('probe', LIMIT_BYTES)
await probe?.[Symbol.asyncDispose]()
if (probe === undefined) console.warn('skipped: this user may not limit the memory of a process')

const row = `[${Object.values(iris.sample)}]`
const rows = (count: number) => `{"data":[${Array(count).fill(row)}]}`
const objects = (bytes: number) => `[${'{},'.repeat(bytes / 3 - 1)}{}]`
const numbers = (bytes: number) => `{"data":[[${'1,'.repeat(bytes / 2 - 10)}1]]}`

const servers = [
  {
    what: 'a proxy with its classifiers',
    main: 'proxy',
    environment: { CLASSIFIERS: 'here', DEADLINE_MS: '20000' },
    path: '/predict/batch',
    bodies: [rows(131_072), objects(32 * 2 ** 20), numbers(4 * 2 ** 20)],
  },
  {
    what: 'a classifier',
    main: 'classifier',
    environment: { MODE: Object.keys(iris.classifiers)[0] ?? '' },
    path: '/predict',
    bodies: [rows(4096), objects(2 ** 20), numbers(2 ** 20)],
  },
]

const post = (url: string, body: string) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

/** Callers that send these for a while, again at once if they are refused. @returns the statuses, 0 for no answer */
async function flood(url: string, bodies: readonly string[]): Promise<Set<number>> {
  const statuses = new Set<number>()
  const end = performance.now() + SECONDS * 1000
  await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      do {
        const response = await post(url, bodies[caller % bodies.length] ?? '').catch(() => undefined)
        await response?.bytes()
        statuses.add(response?.status ?? 0)
      } while (performance.now() < end && !statuses.has(0))
    }),
  )
  return statuses
}

test.skipIf(probe === undefined).each(servers)(
  '$what in 256 MB refuses what does not fit instead of being killed, and answers afterwards',
  async ({ main, environment, path, bodies }) => {
    await using group = MemoryGroup.create(main, LIMIT_BYTES)
    if (group === undefined) throw new Error('a group could be made before')
    const file = join(import.meta.dir, `../packages/${main}/src/main.ts`)
    await using server = new ServerProcess(
      file,
      { PORT: '0', LOG_LEVEL: 'info', ...environment },
      group.prefix,
    )
    const url = `http://${await server.address()}${path}`
    const statuses = await flood(url, bodies)
    expect(group.kills).toBe(0)
    expect(statuses).toContain(503)
    expect(statuses).not.toContain(0)
    expect((await post(url, rows(1))).status).toBe(200)
  },
)
