import { setTimeout as sleep } from 'node:timers/promises'
import { loadManifest } from '@sepal/ensemble'
import type { Bench } from '../bench.ts'
import type { Contestant } from '../contestants/contestant.ts'
import { REPOSITORY_MODELS } from '../contestants/ensemble.ts'
import { requestBody, type SampleRow, sampleRows } from '../contestants/sample-rows.ts'
import { StartedSepal } from '../contestants/started-sepal.ts'
import { cpuMsOf, type Footprint, footprintOf } from '../measure/footprint.ts'
import { type Life, livesTable, type Start, startsTable } from '../report/footprint-tables.ts'
import type { Scenario } from './scenario.ts'

const CONNECTIONS = 64
/** Sepal's maximum in one request, and how many callers send as many. */
const BULK = { rowsPerRequest: 4096, connections: 4 }

/** `idleMs` passes before any load, and again after all of it; `bulkMs` between two looks at how many rows it was. */
const TIMES = { settleMs: 5000, idleMs: 60_000, loadMs: 20_000, bulkRows: 1_000_000, bulkMs: 1000 }
const TIMES_QUICK: typeof TIMES = { settleMs: 200, idleMs: 500, loadMs: 300, bulkRows: 8192, bulkMs: 300 }

/** What `bun start` costs before anyone asks, while nobody asks, and for good once many have asked. */
export const footprint: Scenario = {
  name: 'footprint',
  summary:
    'bun start by itself: time to the first answer, memory before and after load, processor time while idle',
  isOnlyNamed: true,
  async run(bench) {
    const rows = sampleRows(await loadManifest(REPOSITORY_MODELS))
    const lives: Life[] = []
    for (const args of [[], ['--together']]) lives.push(await live(bench, { args, rows }))
    console.log(`\n${this.summary}\n\n${startsTable(lives)}\n\n${livesTable(lives)}`)
    return []
  },
}

type Given = { args: readonly string[]; rows: readonly SampleRow[] }

/** The system of the last start stays, to be measured further. */
async function live(bench: Bench, { args, rows }: Given): Promise<Life> {
  const { rounds, signal, say } = bench.options
  const name = ['bun start', ...args].join(' ')
  for (const starts: Start[] = []; ; ) {
    signal.throwIfAborted()
    say(`footprint: ${name}, start ${starts.length + 1} of ${rounds}`)
    await using sepal = await StartedSepal.start({
      args,
      isWhole: true,
      isUp: (url) => doesAnswer(url, rows),
    })
    starts.push({ answerMs: sepal.startMs, cpuMs: cpuMsOf(await footprintOf(sepal.processes())) })
    if (starts.length === rounds) return { name, starts, ...(await holdings(bench, { name, sepal, rows })) }
  }
}

type Held = { name: string; sepal: StartedSepal; rows: readonly SampleRow[] }

async function holdings(bench: Bench, { name, sepal, rows }: Held): Promise<Pick<Life, 'memory' | 'idle'>> {
  const { isQuick, say } = bench.options
  const { settleMs, idleMs, loadMs, bulkRows, bulkMs } = isQuick ? TIMES_QUICK : TIMES
  const now = () => footprintOf(sepal.processes())
  say(`footprint: ${name}, at rest`)
  await sleep(settleMs)
  const atRest = await now()
  await sleep(idleMs)
  const rested = await now()
  say(`footprint: ${name}, under load`)
  const asked = contestantOf(name, sepal)
  await bench.load(asked, { rows, rowsPerRequest: 1, connections: CONNECTIONS, durationMs: loadMs })
  const afterLoad = await now()
  for (let answered = 0; answered < bulkRows; ) {
    const result = await bench.load(asked, { rows, ...BULK, durationMs: bulkMs })
    if (result.answered === 0) break
    answered += result.answered * BULK.rowsPerRequest
  }
  const afterBulk = await now()
  await sleep(settleMs)
  const idleAgain = await now()
  await sleep(idleMs)
  const later = await now()
  return {
    memory: { atRest, afterLoad, afterBulk, later },
    idle: { before: shareOf(atRest, rested, idleMs), after: shareOf(idleAgain, later, idleMs) },
  }
}

/** The processor time of each process in proportion to the time that has passed. */
function shareOf(before: Footprint, after: Footprint, ms: number): ReadonlyMap<string, number> {
  return new Map(
    Array.from(after, ([name, { cpuMs }]) => [name, (cpuMs - (before.get(name)?.cpuMs ?? 0)) / ms]),
  )
}

async function doesAnswer(url: string, rows: readonly SampleRow[]): Promise<boolean> {
  const answer = await fetch(`${url}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: requestBody(rows, [0]),
  }).catch(() => undefined)
  return answer?.ok ?? false
}

/** Alone, so that no other process shares its pages: right answers are for other scenarios to check. */
function contestantOf(name: string, sepal: StartedSepal): Contestant {
  return {
    name,
    url: sepal.url,
    batchPath: '/predict/batch',
    wrongAnswer: () => undefined,
    processes: () => sepal.processes(),
  }
}
