import { setTimeout as sleep } from 'node:timers/promises'
import type { ChildEvent, SupervisedChild } from '@sepal/launcher'

/** The longest that a process is stopped for, ms. */
const LONGEST_HALT_MS = 1500
/** Between two faults, ms. */
const LONGEST_PAUSE_MS = 1000

/** From when a proxy stops listening until it has ended and that is known, ms. */
const END_MS = 2000

/** What the launcher tells of its children, for who waits for one to be there again. */
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
   * Whether a proxy ended at about this time: a connection that the kernel had accepted for it as it stopped listening
   * is reset, which a server cannot help.
   */
  hadProxyEnd(at: number): boolean {
    return this.#proxyEnds.some((end) => Math.abs(end - at) < END_MS)
  }

  /** Resolves when all processes are there. */
  async all() {
    while (this.#down.size > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }
}

/**
 * Kills, restarts and halts processes at random until the signal aborts; all are there again when it resolves.
 * Classifiers are killed without a warning, proxies only told to stop: what a killed proxy held is lost with it.
 * @returns how often there was what
 */
export async function causeFaults(
  targets: readonly SupervisedChild[],
  restarts: Restarts,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  while (!signal.aborted) {
    const child = targets[Math.floor(Math.random() * targets.length)]
    if (child) {
      const fault = await cause(child, signal)
      counts.set(fault, (counts.get(fault) ?? 0) + 1)
    }
    await sleep(Math.random() * LONGEST_PAUSE_MS, undefined, { signal }).catch(() => {})
  }
  await restarts.all()
  return counts
}

async function cause(child: SupervisedChild, signal: AbortSignal): Promise<string> {
  const isProxy = child.spec.name === 'proxy'
  const dice = Math.random()
  if (isProxy || dice < 1 / 3) {
    child.kill('SIGTERM')
    return isProxy ? 'proxy restarted' : 'classifier restarted'
  }
  if (dice < 2 / 3) {
    child.kill('SIGKILL')
    return 'classifier killed'
  }
  child.kill('SIGSTOP')
  await sleep(Math.random() * LONGEST_HALT_MS, undefined, { signal }).catch(() => {})
  child.kill('SIGCONT')
  return 'classifier halted'
}
