import { setTimeout as sleep } from 'node:timers/promises'
import { classifierNames, loadManifest } from '@sepal/ensemble'
import { Ensemble, REPOSITORY_MODELS } from '../contestants/ensemble.ts'
import { markdownTable } from '../report/table.ts'
import { keepAsking, Ledger } from '../soak/caller.ts'
import { causeFaults, Restarts } from '../soak/faults.ts'
import { HeapReports, type Holdings, heapReportEnv, leaks } from '../soak/holdings.ts'
import { Questions } from '../soak/question.ts'
import type { Scenario } from './scenario.ts'

const CALLERS = 16
/** So much of the time passes before it is measured what the proxy holds. */
const WARM_UP = 0.2
/** For what has just ended, ms. */
const REST_MS = 3000
/** A proxy that stops leaves its callers this long to go, ms. */
const DRAIN_DELAY_MS = 500

/** Load, faults and restarts at random for long; in the end all was answered as documented, and nothing has leaked. */
export const soak: Scenario = {
  name: 'soak',
  summary: `random requests, faults and restarts for --minutes N; fails on an answer that is not documented, or a leak`,
  isOnlyNamed: true,
  async run(bench) {
    const { minutes, signal, say } = bench.options
    const restarts = new Restarts()
    const heaps = new HeapReports()
    await using ensemble = await startEnsemble(restarts, heaps)
    const { system } = ensemble
    const witness = system.child('proxy', 2)
    const targets = system.children.filter((child) => child !== witness)
    const questions = new Questions(ensemble.rows, ensemble.expected)
    const ledger = new Ledger()

    const phase = async (ms: number): Promise<Map<string, number>> => {
      const time = AbortSignal.any([signal, AbortSignal.timeout(ms)])
      const callers = Array.from({ length: CALLERS }, () =>
        keepAsking(system.url, { questions, ledger, signal: time }),
      )
      const faults = await causeFaults(targets, restarts, time)
      await Promise.all(callers)
      await sleep(REST_MS)
      signal.throwIfAborted()
      return faults
    }
    const totalMs = minutes * 60_000
    await phase(WARM_UP * totalMs)
    say(`soak: warmed up with ${ledger.count.toLocaleString('en')} requests`)
    const before = await heaps.of(witness)
    const faults = await phase((1 - WARM_UP) * totalMs)
    const after = await heaps.of(witness)
    console.log(`\n${this.summary}\n\n${report(ledger, faults, { before, after })}`)
    const lost = ledger.lostAt
      .filter((at) => !restarts.hadProxyEnd(at))
      .map(() => 'a request without an answer')
    const complaints = [...new Set([...ledger.wrong, ...lost]), ...leaks(before, after)]
    if (complaints.length > 0)
      throw new Error(`${complaints.length} complaints: ${complaints.slice(0, 10).join('; ')}`)
    return []
  },
}

/** Two processes of each but one classifier, so that an outage is among the faults, and two proxies. */
async function startEnsemble(restarts: Restarts, heaps: HeapReports): Promise<Ensemble> {
  const [, ...others] = classifierNames(await loadManifest(REPOSITORY_MODELS))
  return await Ensemble.start({
    replicas: Object.fromEntries(others.map((name) => [name, 2])),
    proxies: 2,
    env: { ...heapReportEnv, LOG_LEVEL: 'silent', DRAIN_DELAY_MS: String(DRAIN_DELAY_MS) },
    onLine: heaps.onLine,
    onEvent: restarts.onEvent,
  })
}

function report(
  { answers, abandoned, count, wrong, lostAt }: Ledger,
  faults: ReadonlyMap<string, number>,
  { before, after }: { before: Holdings; after: Holdings },
): string {
  const statuses = [...answers].sort(([a], [b]) => a - b)
  const counts: [string, number][] = [
    ['requests', count],
    ...statuses.map(([status, n]): [string, number] => [`answers with ${status}`, n]),
    ['given up by their callers', abandoned],
    ['reset as a proxy stopped', lostAt.length],
    ['wrong', wrong.length],
    ...faults,
  ]
  const held = Object.keys(after).map((what) => ({
    what,
    before: before[what] ?? 0,
    after: after[what] ?? 0,
  }))
  return [
    markdownTable(
      [
        { title: 'what', value: ([what]) => what, isText: true },
        { title: 'count', value: ([, n]) => n.toLocaleString('en') },
      ],
      counts,
    ),
    '',
    markdownTable(
      [
        { title: 'held by the proxy that went on', value: ({ what }) => what, isText: true },
        { title: 'before', value: ({ before }) => String(before) },
        { title: 'after', value: ({ after }) => String(after) },
      ],
      held,
    ),
  ].join('\n')
}
