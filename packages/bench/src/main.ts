import '@sepal/server/production'
import { join, relative } from 'node:path'
import { UsageError } from '@sepal/server'
import { type Arguments, parseArguments, USAGE } from './arguments.ts'
import { Bench } from './bench.ts'
import { autocannon } from './load/autocannon.ts'
import { findWrk } from './load/wrk.ts'
import type { Cell } from './measure/sample.ts'
import { chartOf } from './report/chart.ts'
import { reportOf } from './report/json-report.ts'
import { describeMachine, sentenceOf } from './report/machine.ts'
import { prepareFile } from './report/result-file.ts'
import { processTable, resultsTable } from './report/results-table.ts'
import { svgOf } from './report/svg.ts'

/** Exit codes: wrong arguments, something that was measured is wrong, a signal. */
const WRONG_USAGE = 2
const FAILED = 1
const INTERRUPTED = 130

/** How long each sample is prepared, and how long a contestant is before its first one. */
const WARM_UP = { warmUpMs: 500, firstWarmUpMs: 2000 }
const WARM_UP_QUICK = { warmUpMs: 100, firstWarmUpMs: 700 }

const results = join(import.meta.dir, '../results')
const say = (line: string) => process.stderr.write(`${line}\n`)
const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort())

try {
  const options = parseArguments(process.argv.slice(2))
  if (options.help) console.log(USAGE)
  else await measureAndReport(options)
} catch (error) {
  if (interruption.signal.aborted) process.exit(INTERRUPTED)
  say(`bench: ${error instanceof Error ? error.message : error}`)
  process.exit(error instanceof UsageError ? WRONG_USAGE : FAILED)
}
process.exit(process.exitCode ?? 0)

async function measureAndReport({
  json = join(results, 'bench.json'),
  svg = join(results, 'bench.svg'),
  ...options
}: Arguments) {
  for (const path of [json, svg]) await prepareFile(path)
  const tool = (await findWrk()) ?? autocannon
  const machine = await describeMachine(tool.name)
  say(sentenceOf(machine))
  const cells = await measure(options, tool)
  const { rounds, seconds } = options
  const report = reportOf(cells, {
    measuredAt: new Date().toISOString(),
    machine,
    rounds,
    secondsPerSample: seconds,
  })
  await write(json, `${JSON.stringify(report, null, 2)}\n`)
  await write(svg, svgOf(chartOf(cells, sentenceOf(machine))))
  const wrong = cells.flatMap(({ samples }) => samples).reduce((sum, sample) => sum + sample.wrongAnswers, 0)
  if (wrong > 0) throw new Error(`${wrong} answers were wrong; the JSON file says whose`)
}

async function measure(
  { scenarios, rounds, seconds, minutes, isQuick }: Omit<Arguments, 'json' | 'svg'>,
  tool: Bench['options']['tool'],
): Promise<Cell[]> {
  await using bench = new Bench({
    tool,
    rounds,
    durationMs: seconds * 1000,
    ...(isQuick ? WARM_UP_QUICK : WARM_UP),
    minutes,
    isQuick,
    signal: interruption.signal,
    say,
  })
  const cells: Cell[] = []
  for (const scenario of scenarios) {
    interruption.signal.throwIfAborted()
    const measured = await scenario.run(bench)
    cells.push(...measured)
    if (measured.length === 0) continue
    console.log(`\n${scenario.summary}\n\n${resultsTable(measured)}`)
    if (scenario.showsProcesses) console.log(`\n${processTable(measured)}`)
  }
  return cells
}

async function write(path: string, text: string) {
  await Bun.write(path, text)
  say(`wrote ${relative(process.cwd(), path)}`)
}
