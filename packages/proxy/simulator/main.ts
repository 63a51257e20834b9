import { Command, EXIT, flag, runCommand, wholeNumber } from '@sepal/command-line'
import { measureGoals } from './goals.ts'
import { mistakes } from './mistakes/mistakes.ts'
import { fleetReport } from './report/fleets.ts'
import { keepReport, type ReportName } from './report/golden-report.ts'
import { report } from './report/report.ts'
import { runScenario } from './scenario.ts'

const MAX_SEED = 999_999_999
const DEFAULT_SEEDS = 200

The proxy's batchers and policies in virtual time, with replicas that lag, fail and come back.
Without an option: 200 seeds, the goals, and the golden reports, which are written anew.

  --seeds N     N random runs instead (a million requests are about 1000)
  --from N      the first seed (0)
  --mistakes    which seed finds each of the mistakes of others
  --fleets      only the golden report of many replicas of unequal speed
  --help        this text`

/** Exit code: something does not hold. */
const FAILED = 1

const MOST = 999_999_999

/** How often it says how far it is, in seeds. */
const PROGRESS = 100

function runSeeds(from: number, count: number): boolean {
  let requests = 0
  const failed: string[] = []
  for (let seed = from; seed < from + count; seed++) {
    try {
      requests += runScenario(seed).requests.length
    } catch (error) {
      failed.push(error instanceof Error ? error.message : String(error))
    }
    if ((seed - from + 1) % PROGRESS === 0) console.error(`${seed - from + 1} of ${count} seeds`)
  }
  for (const what of failed) console.log(what)
  console.log(`${count} seeds, ${requests} requests, ${failed.length} seeds failed`)
  return failed.length === 0
}

function findMistakes(): boolean {
  const MAX_SEEDS = 1000
  return mistakes.every(({ what, policies }) => {
    for (let seed = 0; seed < MAX_SEEDS; seed++) {
      try {
        runScenario(seed, policies)
      } catch (error) {
        console.log(`${what}\n  ${error instanceof Error ? error.message : error}`)
        return true
      }
    }
    console.log(`${what}\n  not found by ${MAX_SEEDS} seeds`)
    return false
  })
}

async function makeReport(name: ReportName) {
  const rows = name === 'fleets' ? fleetReport() : report()
  await keepReport(name, rows)
  for (const row of rows) console.log(row.join(' | '))
}

function measure(): boolean {
  const goals = measureGoals()
  for (const { what, measured, isReached } of goals) {
    console.log(`${isReached ? 'reached' : 'MISSED '}  ${what}: ${measured}`)
  }
  return goals.every(({ isReached }) => isReached)
}

await runMain('simulate', async () => {
  const { values } = readCommandLine({
    options: {
      seeds: { type: 'string' },
      from: { type: 'string', default: '0' },
      mistakes: { type: 'boolean', default: false },
      fleets: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const from = wholeNumber('--from', values.from, [0, MOST])
  let isWell = true
  if (values.help) console.log(USAGE)
  else if (values.fleets) await makeReport('fleets')
  else if (values.mistakes) isWell = findMistakes()
  else if (values.seeds !== undefined)
    isWell = runSeeds(from, wholeNumber('--seeds', values.seeds, [1, MOST]))
  else {
    isWell = runSeeds(from, 200)
    isWell = measure() && isWell
    await makeReport('report')
    await makeReport('fleets')
  }
  process.exitCode = isWell ? 0 : FAILED
})

function codeOf(isWell: boolean): number {
  return isWell ? EXIT.ok : EXIT.failed
}
