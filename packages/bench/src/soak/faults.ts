import { setTimeout as sleep } from 'node:timers/promises'
import type { ChildEvent, SupervisedChild } from '@sepal/launcher'
import { below, type Random } from './seeded-random.ts'

/** How long a process may be paused by SIGSTOP, ms. */
const MAX_HALT_MS = 1500
/** Between two faults, ms. */
const MAX_PAUSE_MS = 1000

/** From when a proxy stops listening until its end is reported, ms. */
const END_MS = 2000

/** Follows the launcher's events, to wait until every process is back. */
export class Restarts {
  readonly #waiting = new Set<() => void>()
  readonly #down = new Set<string>()
  readonly #proxyEnds: number[] = []

  readonly onEvent = ({ is, child: { label, spec } }: ChildEvent) => {
    if (is === 'died') this.#down.add(label)
    else this.#down.delete(label)
    if (is === 'died' && spec.name === 'proxy') this.#proxyEnds.push(performance.now())
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
  }

  /**
   * Whether a proxy ended at about this time. A connection that the kernel accepted just as it stopped listening is
   * reset, which no server can prevent.
   */
  hadProxyEnd(at: number): boolean {
    return this.#proxyEnds.some((end) => Math.abs(end - at) < END_MS)
  }

  /** Resolves when all processes are back. */
  async all() {
    while (this.#down.size > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }
}

/**
 * Kills, restarts and pauses processes at random until the signal aborts; all are back when it resolves.
 * Classifiers are killed without warning, proxies only told to stop: the requests of a killed proxy would be lost.
 * @returns how often each fault was caused
 */
export async function causeFaults(
  targets: readonly SupervisedChild[],
  { restarts, random, signal }: { restarts: Restarts; random: Random; signal: AbortSignal },
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  while (!signal.aborted) {
    const child = targets[below(targets.length, random)]
    if (child) {
      const fault = await cause(child, random, signal)
      counts.set(fault, (counts.get(fault) ?? 0) + 1)
    }
    await sleep(random() * MAX_PAUSE_MS, undefined, { signal }).catch(() => {})
  }
  await restarts.all()
  return counts
}

async function cause(child: SupervisedChild, random: Random, signal: AbortSignal): Promise<string> {
  const isProxy = child.spec.name === 'proxy'
  const dice = random()
  if (isProxy || dice < 1 / 3) {
    child.kill('SIGTERM')
    return isProxy ? 'proxy restarted' : 'classifier restarted'
  }
  if (dice < 2 / 3) {
    child.kill('SIGKILL')
    return 'classifier killed'
  }
  child.kill('SIGSTOP')
  await sleep(random() * MAX_HALT_MS, undefined, { signal }).catch(() => {})
  child.kill('SIGCONT')
  return 'classifier paused'
}
