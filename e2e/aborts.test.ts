import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { connect } from 'node:net'
import { join } from 'node:path'
import { HttpConnection } from '@sepal/bench/http-connection'
import { percentile } from '@sepal/bench/percentile'
import { ModelFolder } from '@sepal/classifier/testing'
import { type Way, ways } from '@sepal/proxy/testing/fault'
import { FaultServer, wellConduct } from '@sepal/proxy/testing/fault-server'
import { SICK } from '@sepal/proxy/testing/sick'
import { trio, trioMetadata } from '@sepal/proxy/testing/trio'
import type { Call } from '@sepal/proxy/testing/wire'
import { ServerProcess } from '@sepal/server/testing'

setDefaultTimeout(120_000)

/** How many calls are cancelled of each kind, by socket and POST each: `ABORTS=1000` gives meaningful figures. */
const ABORTS = Number(process.env.ABORTS ?? 20)
const DEADLINE_MS = 200
const SHORT_MS = 20
/** A call not cancelled by then never will be, ms. */
const PATIENCE_MS = 10_000
/** One call in this many stalls: fewer than the one in fifty that may be hedged. */
const STALL_EVERY = 80
/** Max tries per cancelled call: some do not count, on a busy machine most. */
const TRIES_EACH = 20

/** Fails a test whose calls do not do what they are counted for. */
function countTries(what: string, bound: number) {
  let tries = 0
  return () => {
    tries += 1
    if (tries > bound) throw new Error(`${bound} tries gave fewer than ${ABORTS} ${what}`)
  }
}

let folder: ModelFolder
beforeAll(async () => {
  folder = await ModelFolder.write(trio)
})
afterAll(() => folder[Symbol.asyncDispose]())

/** A call that is never answered. */
type Stall = { overtakenAt?: number; givenUpAt: Promise<number> }

/** The shared behaviour of one classifier's processes: all or some calls stall, and their cancellation is recorded. */
class Stalling {
  readonly #well
  #answered = 0
  #stall: Stall | undefined
  #stalled = Promise.withResolvers<Stall>()

  constructor(
    private readonly way: Way,
    private readonly which: 'each' | 'some',
  ) {
    this.#well = wellConduct(SICK)
  }

  get conduct() {
    const post = (call: Call) => this.#take(call, this.#well.post)
    const socket = (call: Call) => this.#take(call, this.#well.socket)
    return this.way === 'socket' ? { post, socket } : { post }
  }

  /** Resolves with the next call that stalls. */
  get next(): Promise<Stall> {
    return this.#stalled.promise
  }

  /** The stalled call, or the last one that was. */
  get last(): Stall | undefined {
    return this.#stall
  }

  /** Marks it as seen: another one may stall. */
  forget() {
    this.#stall = undefined
    this.#answered = 0
  }

  get #stalls(): boolean {
    return this.which === 'each' || (this.#stall === undefined && this.#answered >= STALL_EVERY)
  }

  #take(call: Call, answer: (call: Call) => unknown) {
    if (this.#stalls) {
      this.#stall = { givenUpAt: call.givenUp().then(() => performance.now()) }
      this.#stalled.resolve(this.#stall)
      this.#stalled = Promise.withResolvers()
      return
    }
    this.#answered += 1
    if (this.#stall) this.#stall.overtakenAt ??= performance.now()
    answer(call)
  }
}

/**
 * When a call was cancelled.
 * @throws Error if it was not
 */
async function untilGivenUp({ givenUpAt }: Stall): Promise<number> {
  const never = Promise.withResolvers<never>()
  const timer = setTimeout(() => never.reject(new Error('a call was not cancelled')), PATIENCE_MS)
  try {
    return await Promise.race([givenUpAt, never.promise])
  } finally {
    clearTimeout(timer)
  }
}

const request = (path: string, headers = '') => {
  const body = JSON.stringify({ data: [Object.values(trio.sample)] })
  return `POST ${path} HTTP/1.1\r\nhost: proxy\r\n${headers}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

/** A proxy in its own process, with one classifier whose calls stall: two processes where only some do, for hedges. */
async function start(way: Way, which: 'each' | 'some') {
  const stack = new AsyncDisposableStack()
  const stalling = new Stalling(way, which)
  const replicas = which === 'some' ? 2 : 1
  const well = async (name: 'ash' | 'cedar') => {
    const { post, socket } = wellConduct(name)
    const conduct = way === 'socket' ? { post, socket } : { post }
    return stack.use(await FaultServer.start(conduct, trioMetadata(name)))
  }
  const [ash, cedar] = [await well('ash'), await well('cedar')]
  const birch: FaultServer[] = []
  while (birch.length < replicas)
    birch.push(stack.use(await FaultServer.start(stalling.conduct, trioMetadata('birch'))))
  const proxy = stack.use(
    new ServerProcess(join(import.meta.dir, '../packages/proxy/src/main.ts'), {
      PORT: '0',
      MODEL_DIR: folder.path,
      DEADLINE_MS: String(DEADLINE_MS),
      SERVICE_ASH: ash.address,
      SERVICE_BIRCH: birch.map(({ address }) => address).join(','),
      SERVICE_CEDAR: cedar.address,
    }),
  )
  const url = `http://${await proxy.address()}`
  if (way === 'socket') for (const server of [ash, cedar, ...birch]) await server.untilHandshake()
  return { stack, stalling, url }
}

/** Prints how long after their reason calls were cancelled, ms. */
function tell(what: string, ms: number[]) {
  ms.sort((a, b) => a - b)
  const [p50, p99, most] = [percentile(ms, 0.5), percentile(ms, 0.99), percentile(ms, 1)].map((value) =>
    value.toFixed(1),
  )
  console.log(`${what}: ${ms.length} cancelled, p50 ${p50} ms, p99 ${p99} ms, at most ${most} ms later`)
  expect(ms).toHaveLength(ABORTS)
}

test.each(ways)('a call that a hedge overtook is cancelled (%s)', async (way) => {
  const { stack, stalling, url } = await start(way, 'some')
  await using _ = stack
  const connection = await HttpConnection.open(url)
  const later: number[] = []
  const count = countTries('calls overtaken by a hedge', ABORTS * STALL_EVERY * TRIES_EACH)
  while (later.length < ABORTS) {
    count()
    await connection.ask(request('/predict'))
    const { last } = stalling
    if (last === undefined) continue
    const givenUpAt = await untilGivenUp(last)
    // Without a hedge, for lack of budget, it was cancelled at its deadline.
    if (last.overtakenAt !== undefined) later.push(givenUpAt - last.overtakenAt)
    stalling.forget()
  }
  connection.close()
  tell(`overtaken (${way}), after the other answer was sent`, later)
})

test.each(ways)('a call is cancelled at its deadline (%s)', async (way) => {
  const { stack, stalling, url } = await start(way, 'each')
  await using _ = stack
  const connection = await HttpConnection.open(url)
  const later: number[] = []
  const count = countTries('calls that were late', ABORTS * TRIES_EACH)
  while (later.length < ABORTS) {
    count()
    stalling.forget()
    const askedAt = performance.now()
    const answer = await connection.ask(request('/predict', `x-request-timeout-ms: ${SHORT_MS}\r\n`))
    expect(answer).toContain('deadline-exceeded')
    // On a busy machine its deadline may pass before the classifier is called.
    const { last } = stalling
    if (last) later.push((await untilGivenUp(last)) - askedAt - SHORT_MS)
  }
  connection.close()
  tell(`late (${way}), after the deadline, the caller's own time included`, later)
})

test.each(ways)('the call of a stream is cancelled when its caller leaves (%s)', async (way) => {
  const { stack, stalling, url } = await start(way, 'each')
  await using _ = stack
  const { hostname, port } = new URL(url)
  const later: number[] = []
  for (let n = 0; n < ABORTS; n += 1) {
    const { next } = stalling
    const caller = connect(Number(port), hostname)
    const hasBegun = new Promise((resolve) => caller.once('data', resolve))
    caller.write(request('/predict/stream', 'x-request-timeout-ms: 30000\r\n'))
    const [stall] = await Promise.all([next, hasBegun])
    const leftAt = performance.now()
    caller.destroy()
    later.push((await untilGivenUp(stall)) - leftAt)
    stalling.forget()
  }
  tell(`left (${way}), after the caller of a stream left`, later)
})
