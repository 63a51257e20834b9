import { describe, expect, test } from 'bun:test'
import { gzipSync } from 'node:zlib'
import { Elysia } from 'elysia'
import { eventually, passedDeadline, postUnfinished, problemAnswer, RunningServer } from '../../test/index.ts'
import { jsonBody } from '../body.ts'
import { silentLog } from '../log.ts'
import { ProblemError } from '../problem.ts'
import { problemDetails } from '../problem-details.ts'
import { releaseBodies } from '../release-bodies.ts'
import { RouteTable } from '../route-table.ts'
import { Intake } from './intake.ts'
import { budgetFor, MemoryBudget } from './memory-budget.ts'

const MB = 1_000_000
const JSON_TYPE = { 'content-type': 'application/json' }

const post = (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
  new Request('http://localhost/', { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } })
/** As Bun hands it over: with its length. */
const whole = (text: string) => post(text, { 'content-length': `${text.length}` })
const chunked = (text: string) => post(new Blob([text]).stream())
const gzipped = (text: string) => post(gzipSync(text), { 'content-encoding': 'gzip' })

const codeOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    (error: unknown) => (error instanceof ProblemError ? error.code : error),
  )

/** A megabyte of rows, which become several. */
const rows = JSON.stringify({ data: Array.from({ length: 50_000 }, () => [5.1, 3.5, 1.4, 0.2]) })
/** As many bytes that would become dozens. */
const objects = `[${'{},'.repeat(rows.length / 3)}{}]`

describe('what the requests under way may take', () => {
  test('is what the limit leaves beside the process at rest, with something to spare', () => {
    const budget = budgetFor({ limitBytes: 256 * MB, restingBytes: 100 * MB })
    expect(budget).toBeGreaterThan(40 * MB)
    expect(100 * MB + budget).toBeLessThan(0.8 * 256 * MB)
  })

  test('is enough for a small request where the limit leaves nothing', () => {
    expect(budgetFor({ limitBytes: 64 * MB, restingBytes: 100 * MB })).toBe(1_048_576)
  })
})

describe('an intake', () => {
  test.each([
    ['whole', whole],
    ['chunked', chunked],
    ['gzipped', gzipped],
  ])('counts a large body that comes %s until it is answered', async (_, sent) => {
    const intake = new Intake(new MemoryBudget(100 * MB))
    const request = sent(rows)
    expect(await jsonBody(MB * 2, intake)({ request })).toEqual(JSON.parse(rows))
    expect(intake.budget.heldBytes).toBeGreaterThan(rows.length * 5)
    intake.release(request)
    expect(intake.budget.heldBytes).toBe(0)
  })

  test.each([
    ['whole', whole],
    ['chunked', chunked],
    ['gzipped', gzipped],
  ])('refuses one that comes %s while others take the room, and reads it after that', async (_, sent) => {
    const intake = new Intake(new MemoryBudget(20 * MB))
    const read = jsonBody(MB * 2, intake)
    const first = whole(rows)
    await read({ request: first })
    const second = sent(rows)
    expect(await codeOf(read({ request: second }))).toBe('overloaded')
    intake.release(second)
    intake.release(first)
    expect(intake.budget.heldBytes).toBe(0)
    expect(await codeOf(read({ request: sent(rows) }))).toBe('read')
  })

  test.each([
    ['whole', whole],
    ['chunked', chunked],
    ['gzipped', gzipped],
  ])('refuses one that comes %s and could never fit, before parsing it', async (_, sent) => {
    const intake = new Intake(new MemoryBudget(20 * MB))
    const read = jsonBody(MB * 2, intake)
    const first = sent(rows)
    expect(await codeOf(read({ request: first }))).toBe('read')
    intake.release(first)
    expect(await codeOf(read({ request: sent(objects) }))).toBe('body-too-large')
  })

  test('does not read a body that would not fit beside another if it is like the last ones', async () => {
    const intake = new Intake(new MemoryBudget(20 * MB))
    const read = jsonBody(MB * 2, intake)
    const first = whole(rows)
    await read({ request: first })
    const second = whole(rows)
    expect(await codeOf(read({ request: second }))).toBe('overloaded')
    expect(second.bodyUsed).toBe(false)
    intake.release(second)
    intake.release(first)
    expect(await codeOf(read({ request: second }))).toBe('read')
  })

  test('counts a small body only until it is read, and refuses it too when there is no room', async () => {
    const intake = new Intake(new MemoryBudget(4000))
    const read = jsonBody(MB, intake)
    const slow = new TransformStream<Uint8Array, Uint8Array>()
    const under = post(slow.readable, { 'content-length': '1000' })
    const reading = read({ request: under })
    expect(await codeOf(read({ request: whole('{}') }))).toBe('overloaded')
    const writer = slow.writable.getWriter()
    await writer.write(new TextEncoder().encode('{}'))
    await writer.close()
    expect(await reading).toEqual({})
    expect(await codeOf(read({ request: whole('{}') }))).toBe('read')
    expect(intake.budget.heldBytes).toBe(0)
  })

  test('lets the answer hold the memory on', async () => {
    const intake = new Intake(new MemoryBudget(100 * MB))
    const request = whole(rows)
    await jsonBody(MB * 2, intake)({ request })
    const gone = intake.handOver(request)
    intake.release(request)
    expect(intake.budget.heldBytes).toBeGreaterThan(0)
    gone()
    gone()
    expect(intake.budget.heldBytes).toBe(0)
  })
})

/** A server that counts what it reads. */
const serverWith = (intake: Intake) =>
  new RunningServer(
    new Elysia()
      .use(problemDetails(silentLog, new RouteTable()))
      .use(releaseBodies(intake))
      .onParse(jsonBody(MB * 2, intake))
      .post('/', ({ body }) => (Array.isArray(body) ? 'array' : 'object')),
  )

describe('a server with an intake', () => {
  test('gives back what its requests took, whatever became of them', async () => {
    const intake = new Intake(new MemoryBudget(20 * MB))
    await using server = serverWith(intake)
    const statuses = []
    for (const body of [rows, `${rows}}`, objects, rows]) {
      statuses.push((await server.post('/', body)).status)
      // It happens just after the answer.
      await eventually(
        async () => intake.budget.heldBytes,
        (held) => held === 0,
      )
    }
    expect(statuses).toEqual([200, 400, 413, 200])
  })

  test('refuses a body that does not arrive in time, and closes the connection', async () => {
    const intake = new Intake(undefined, passedDeadline(5000))
    await using server = serverWith(intake)
    const response = await postUnfinished(server.address, '/', '{}')
    expect(response.headers.get('connection')).toBe('close')
    const { detail } = await problemAnswer(response, 'body-too-slow')
    expect(detail).toBe('the body did not arrive within 5000 ms')
    expect(intake.budget.heldBytes).toBe(0)
  })
})
