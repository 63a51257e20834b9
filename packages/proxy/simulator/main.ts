import { Command, EXIT, flag, runCommand, wholeNumber } from '@sepal/command-line'
import { measureGoals } from './goals.ts'
import { mistakes } from './mistakes/mistakes.ts'
import { fleetReport } from './report/fleets.ts'
import { keepReport, type ReportName } from './report/golden-report.ts'
import { report } from './report/report.ts'
import { runScenario } from './scenario.ts'

const MAX_SEED = 999_999_999
const DEFAULT_SEEDS = 200

const command = new Command({
  name: 'simulate',
  invocation: 'bun run simulate',
  summary:
    "Runs the proxy's batchers and policies in virtual time, with replicas that lag, fail and come back.",
  options: {
    seeds: wholeNumber({
      placeholder: 'N',
      help: 'only N random runs; 1000 are about a million requests',
      min: 1,
      max: MAX_SEED,
    }),
    from: wholeNumber({ placeholder: 'N', help: 'first seed', min: 0, max: MAX_SEED, default: 0 }),
    fleets: flag({ help: 'only the golden report of many replicas of unequal speed' }),
    mistakes: flag({ help: 'only find the seed that exposes each of the planted mistakes' }),
  },
  notes: [
    `Without an option: ${DEFAULT_SEEDS} random runs, the goals of the policies, and the golden reports, which are rewritten.`,
  ],
})

/** Seeds between two lines of progress. */
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

await runCommand(command, async ({ seeds, from, fleets, mistakes: onlyMistakes }) => {
  if (fleets) {
    await makeReport('fleets')
    return EXIT.ok
  }
  if (onlyMistakes) return codeOf(findMistakes())
  if (seeds !== undefined) return codeOf(runSeeds(from, seeds))
  const results = [runSeeds(from, DEFAULT_SEEDS), measure()]
  await makeReport('report')
  await makeReport('fleets')
  return codeOf(results.every((isWell) => isWell))
})

function codeOf(isWell: boolean): number {
  return isWell ? EXIT.ok : EXIT.failed
}
