import { setTimeout as sleep } from 'node:timers/promises'
import { classifierNames, loadManifest } from '@sepal/ensemble'
import { BenchError } from '../bench-error.ts'
import { Ensemble, REPOSITORY_MODELS } from '../contestants/ensemble.ts'
import { markdownTable } from '../report/table.ts'
import { keepAsking, Ledger } from '../soak/caller.ts'
import { causeFaults, Restarts } from '../soak/faults.ts'
import { HeapReports, type Holdings, heapReportEnv, leaks } from '../soak/holdings.ts'
import { seededRandom } from '../soak/seeded-random.ts'
import { SoakRequests } from '../soak/soak-request.ts'
import type { Scenario } from './scenario.ts'

const CALLERS = 16
/** The share of the time before the first measurement of what the proxy holds. */
const WARM_UP = 0.2
/** Lets what has just ended be released, ms. */
const REST_MS = 3000
/** How long a proxy that stops goes on accepting connections, ms. */
const DRAIN_DELAY_MS = 500

/** Random load, faults and restarts for a long time; every answer must be documented, and nothing may leak. */
export const soak: Scenario = {
  name: 'soak',
  summary: `random requests, faults and restarts for --minutes N; fails on an undocumented answer or a leak`,
  isOnlyNamed: true,
  async run(bench) {
    const { minutes, seed, signal, say } = bench.options
    say(`soak: seed ${seed}`)
    const restarts = new Restarts()
    const heaps = new HeapReports()
    await using ensemble = await startEnsemble(restarts, heaps)
    const { system } = ensemble
    const witness = system.child('proxy', 2)
    const targets = system.children.filter((child) => child !== witness)
    const requests = new SoakRequests(ensemble.rows, ensemble.expected)
    const ledger = new Ledger()

    const faultsRandom = seededRandom(seed, 0)
    const callersRandom = Array.from({ length: CALLERS }, (_, i) => seededRandom(seed, i + 1))
    const phase = async (ms: number): Promise<Map<string, number>> => {
      const time = AbortSignal.any([signal, AbortSignal.timeout(ms)])
      const callers = callersRandom.map((random) =>
        keepAsking(system.url, { requests, random, ledger, signal: time }),
      )
      const faults = await causeFaults(targets, { restarts, random: faultsRandom, signal: time })
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
      throw new BenchError(`seed ${seed}, ${complaints.length} faults: ${complaints.slice(0, 10).join('; ')}`)
    return []
  },
}

/** Two processes of every classifier but one, so that outages are among the faults, and two proxies. */
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
    ['abandoned by their callers', abandoned],
    ['reset when a proxy stopped', lostAt.length],
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
        { title: 'held by the proxy that was not restarted', value: ({ what }) => what, isText: true },
        { title: 'before', value: ({ before }) => String(before) },
        { title: 'after', value: ({ after }) => String(after) },
      ],
      held,
    ),
  ].join('\n')
}
