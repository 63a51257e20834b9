import type { BreakerState, CircuitBreaker } from '../src/upstream/circuit-breaker.ts'

type Kind = BreakerState['kind']

/** How a breaker may change when a call ends. (That an open one becomes half open is a matter of time.) */
const edges: readonly (readonly [from: Kind, to: Kind, by: 'success' | 'failure'])[] = [
  ['closed', 'open', 'failure'],
  ['half-open', 'open', 'failure'],
  ['half-open', 'closed', 'success'],
]
const FIRST_OPEN_MS = 250
const MAX_OPEN_MS = 2000
/** After so many failures in a row it opens, if it may. */
const FAILURES = 4

export type Watch = {
  now: () => number
  violated: (what: string) => void
  /** called when one has opened */
  opened: () => void
  /** whether it might */
  mayOpen: () => boolean
}

/** Watches a breaker: legal edges only, one probe at a time, late results ignored, times out that grow. */
export function watched(breaker: CircuitBreaker, { now, violated, opened, mayOpen }: Watch): CircuitBreaker {
  const begin = breaker.begin.bind(breaker)
  const end = breaker.end.bind(breaker)
  /** changes so far */
  let epoch = 0
  let kind: Kind = 'closed'
  let lastOpenMs = 0
  let failures = 0
  const calls = new Map<ReturnType<typeof begin>, { epoch: number; isProbe: boolean }>()

  /** Takes note of the state that time has brought about. */
  const look = () => {
    const { state } = breaker
    if (state.kind === kind) return
    if (!(kind === 'open' && state.kind === 'half-open'))
      violated(`a breaker went from ${kind} to ${state.kind} by itself`)
    kind = state.kind
    epoch += 1
  }
  const probes = () => [...calls.values()].filter((call) => call.isProbe && call.epoch === epoch).length

  breaker.begin = () => {
    look()
    const pass = begin()
    // Calls that have nowhere else to go are no probes.
    calls.set(pass, { epoch, isProbe: pass.isProbe })
    if (pass.isProbe && probes() > 1) violated('a breaker that was half open let two calls through')
    return pass
  }
  breaker.end = (pass, result) => {
    look()
    const call = calls.get(pass)
    calls.delete(pass)
    const before = kind
    end(pass, result)
    const { state } = breaker
    const isCurrent = call?.epoch === epoch
    const isProbe = isCurrent && call?.isProbe === true
    if (isCurrent && result !== 'cancelled') failures = result === 'failure' ? failures + 1 : 0
    // One that might not open before does so at its next failure; that a call was given up says nothing.
    const mustOpen = isCurrent && result === 'failure' && failures >= FAILURES && mayOpen()
    if (state.kind === 'closed' && mustOpen) {
      violated(`after ${failures} failures in a row a breaker was closed`)
    }
    if (state.kind === before) {
      if (before === 'half-open' && isProbe && result === 'failure')
        violated('a probe failed, and nothing followed')
      return
    }
    const isLegal = edges.some(([from, to, by]) => from === before && to === state.kind && by === result)
    if (!isLegal) violated(`a breaker went from ${before} to ${state.kind} after a ${result}`)
    if (!isCurrent) violated('a late result changed a breaker')
    if (state.kind === 'open') {
      const ms = state.until - now()
      const least = before === 'half-open' ? Math.min(MAX_OPEN_MS, 2 * lastOpenMs) : FIRST_OPEN_MS
      if (ms < least - 0.001) violated(`a breaker opened for ${ms} ms, and for ${lastOpenMs} ms before`)
      lastOpenMs = ms
      opened()
    }
    kind = state.kind
    epoch += 1
  }
  return breaker
}
