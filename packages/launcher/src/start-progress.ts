import { setTimeout as timer } from 'node:timers/promises'
import { addressOf } from './address.ts'
import { PROXY } from './plan.ts'
import type { Pause, SupervisedChild } from './supervised-child.ts'

/** A start that takes longer than this explains itself, ms. */
const FIRST_MS = 4000
/** … and again after this, ms. */
const AGAIN_MS = 15_000
/** How long a proxy may take to say why it is not ready, ms. */
const ASK_MS = 1000

type Child = Pick<SupervisedChild, 'label' | 'spec' | 'port' | 'stage'>

export type ProgressOptions = {
  say(line: string): void
  /** ends it */
  signal: AbortSignal
  pause?: Pause
}

/** Says what the start waits for, if it takes long, until `signal` aborts. */
export async function sayWhatIsMissing(
  system: { readonly children: readonly Child[] },
  { say, signal, pause = (ms) => timer(ms, undefined, { signal, ref: false }) }: ProgressOptions,
): Promise<void> {
  let elapsedMs = 0
  for (let waitMs = FIRST_MS; ; waitMs = AGAIN_MS) {
    // It rejects only when the signal aborts.
    await pause(waitMs, signal).catch(() => {})
    elapsedMs += waitMs
    if (signal.aborted) return
    const reasons = await missing(system.children)
    if (!signal.aborted && reasons.length > 0) {
      say(`not ready after ${Math.round(elapsedMs / 1000)} s, waiting for ${reasons.join('; ')}`)
    }
  }
}

/** What is not ready yet: classifiers as the proxies see them, and processes that do not listen yet. */
export async function missing(children: readonly Child[]): Promise<string[]> {
  const waiting = children.filter(({ stage }) => stage !== 'ready')
  const reasons = await Promise.all(
    waiting.map(async (child) =>
      child.spec.name === PROXY && child.stage === 'listening'
        ? await reasonOf(child)
        : `${child.label}: ${child.stage === 'starting' ? 'starting' : 'listening, but not ready'}`,
    ),
  )
  // Proxies beside each other mostly wait for the same.
  return [...new Set(reasons)]
}

/** `forest: connection refused`, as the proxy tells it on /health/ready. */
async function reasonOf({ label, spec, port }: Child): Promise<string> {
  try {
    const signal = AbortSignal.timeout(ASK_MS)
    const response = await fetch(`${addressOf(spec.host, port)}/health/ready`, { signal, proxy: false })
    const body: unknown = await response.json()
    if (typeof body === 'object' && body !== null && 'detail' in body) return String(body.detail)
    return `${label}: answers with status ${response.status}`
  } catch (error) {
    return `${label}: does not answer on /health/ready (${error instanceof Error ? error.message : error})`
  }
}
