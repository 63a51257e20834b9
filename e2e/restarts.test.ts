import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type System, startSystem } from '@sepal/launcher'
import { Changes, eventually } from '@sepal/server/testing'
import { askLabel } from './callers.ts'
import { KeepAliveCallers, type Toll } from './keep-alive-callers.ts'

// Processes that stop, in turn or by force, while callers send requests. `RESTART_REQUESTS=200000` sets how many.

/** Whole systems start here, on busy machines, ms. */
setDefaultTimeout(Number(process.env.RESTART_TIMEOUT_MS ?? 60_000))

const CALLERS = 16
/** Enough to see that requests go on after each restart. */
const REQUESTS_EACH = 200
const REQUESTS = Number(process.env.RESTART_REQUESTS ?? 0)
const drainDelayMs = 200
/** A machine that halts for a second fails no request here; a lost one waits for ever. */
const waits = { DRAIN_DELAY_MS: String(drainDelayMs), DEADLINE_MS: '10000' }

/** A system under load, whose processes are stopped and come back. */
class Restarts implements AsyncDisposable {
  readonly #restarted = new Map<string, number>()
  readonly #changes = new Changes()
  /** how long each process took from its signal to its end, ms */
  readonly exitsMs: number[] = []
  #signalledAt = 0

  private constructor(readonly system: System) {}

  static async start(options: Parameters<typeof startSystem>[0]): Promise<Restarts> {
    let restarts: Restarts | undefined
    const system = await startSystem({
      port: 0,
      freePorts: true,
      env: { ...process.env, LOG_LEVEL: 'silent', ...waits },
      onEvent: ({ is, child: { label } }) => restarts?.note(is, label),
      ...options,
    })
    restarts = new Restarts(system)
    return restarts
  }

  note(is: 'died' | 'restarted', label: string) {
    if (is === 'died') this.exitsMs.push(performance.now() - this.#signalledAt)
    else this.#restarted.set(label, (this.#restarted.get(label) ?? 0) + 1)
    this.#changes.notify()
  }

  /** Ends a process. Resolves when it is back. */
  async restart(name: string, replica: number, signal: NodeJS.Signals) {
    const child = this.system.child(name, replica)
    const before = this.#restarted.get(child.label) ?? 0
    this.#signalledAt = performance.now()
    child.kill(signal)
    const isBack = () => (this.#restarted.get(child.label) ?? 0) > before
    await this.#changes.until(`${child.label} to be restarted`, isBack)
  }

  /** Resolves when a restarted classifier gets calls again: the proxy has to discover it first. */
  async untilAsked(name: string, replica: number) {
    const { port } = this.system.child(name, replica)
    await eventually(
      async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text(),
      (metrics) => /^sepal_model_requests_total\S* [1-9]/m.test(metrics),
    )
  }

  [Symbol.asyncDispose]() {
    return this.system.stop()
  }
}

/** The rest of a toll if all was well: the number of answers. */
function expectNoneLost({ answers, refusals, lost }: Toll): number {
  expect(lost).toEqual([])
  expect(refusals).toEqual([])
  return answers[200] ?? 0
}

/** Whether every process is restarted: the machine should do nothing else meanwhile. */
const isWhole = process.env.TEST_RESTARTS !== undefined
if (!isWhole) console.warn('SKIPPED: a restart of every process under load; bun run test:restarts runs it')

describe('processes under load', () => {
  test.if(isWhole)('no request is lost while every process is restarted in turn', async () => {
    const replicas = { setosa: 2, virginica: 2, versicolor: 2 }
    await using restarts = await Restarts.start({ proxies: 2, replicas })
    const { system } = restarts
    const callers = new KeepAliveCallers(system, { callers: CALLERS })
    const streams = new KeepAliveCallers(system, {
      callers: 2,
      path: '/predict/stream',
      mustHave: 'event: done',
    })
    do {
      for (const { spec } of system.children) {
        await restarts.restart(spec.name, spec.replica, 'SIGTERM')
        await callers.more(REQUESTS_EACH)
      }
    } while (callers.count < REQUESTS)
    const [asked, streamed] = [await callers.stop(), await streams.stop()].map(expectNoneLost)
    const slowest = Math.max(...restarts.exitsMs)
    console.log(
      `${restarts.exitsMs.length} restarts, ${asked} requests and ${streamed} streams, none lost; the slowest process was gone ${(slowest - drainDelayMs).toFixed(0)} ms after its drain delay`,
    )
  })

  test('no request is lost when one of two replicas is killed', async () => {
    await using restarts = await Restarts.start({ replicas: { setosa: 2 } })
    const callers = new KeepAliveCallers(restarts.system, { callers: CALLERS })
    await callers.more(REQUESTS_EACH)
    do {
      for (const replica of [1, 2]) {
        await restarts.restart('setosa', replica, 'SIGKILL')
        // The other one is killed only once its peer can take over.
        await restarts.untilAsked('setosa', replica)
        await callers.more(REQUESTS_EACH)
      }
    } while (callers.count < REQUESTS)
    const asked = expectNoneLost(await callers.stop())
    console.log(`${restarts.exitsMs.length} kills, ${asked} requests, none lost`)
  })

  test('every refusal between the death and the return of an only replica names its classifier', async () => {
    await using restarts = await Restarts.start({})
    const callers = new KeepAliveCallers(restarts.system, { callers: CALLERS })
    await callers.more(REQUESTS_EACH)
    const { pid } = restarts.system.child('setosa')
    await restarts.restart('setosa', 1, 'SIGKILL')
    expect(restarts.system.child('setosa').pid).not.toBe(pid)
    const backAt = performance.now()
    await eventually(
      () => askLabel(restarts.system),
      ({ status }) => status === 200,
      { pauseMs: 1 },
    )
    console.log(`served again ${(performance.now() - backAt).toFixed(0)} ms after it was ready`)
    const { answers, refusals, lost } = await callers.stop()
    expect(lost).toEqual([])
    expect(Object.keys(answers).sort()).toEqual(['200', '503'])
    for (const answer of refusals) {
      const problem = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))
      expect(problem.code).toBe('classifier-unavailable')
      expect(problem.detail).toBe('1 of 3 classifiers failed: setosa')
    }
  })
})
