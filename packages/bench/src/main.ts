import '@sepal/server/production'
import { dirname, join, relative } from 'node:path'
import { EXIT, runCommand } from '@sepal/command-line'
import { StartupError } from '@sepal/server'
import { type Arguments, argumentsOf, benchCommand } from './arguments.ts'
import { Bench } from './bench.ts'
import { BenchError } from './bench-error.ts'
import { autocannon } from './load/autocannon.ts'
import { findWrk } from './load/wrk.ts'
import type { Cell } from './measure/sample.ts'
import { reportOf } from './report/json-report.ts'
import { describeMachine, sentenceOf } from './report/machine.ts'
import { prepareFile } from './report/result-file.ts'
import { processTable, resultsTable } from './report/results-table.ts'

/** Warm-up before each sample, and before the first one of a contestant. */
const WARM_UP = { warmUpMs: 500, firstWarmUpMs: 2000 }
const WARM_UP_QUICK = { warmUpMs: 100, firstWarmUpMs: 700 }

const results = join(import.meta.dir, '../results')
const say = (line: string) => process.stderr.write(`${line}\n`)
const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort())

/** A server answered wrongly, or a scenario could not be measured. */
const expected = [BenchError, StartupError]
await runCommand(
  benchCommand,
  async (given) => {
    try {
      await measureAndReport(argumentsOf(given))
    } catch (error) {
      if (!interruption.signal.aborted) throw error
      process.exitCode = EXIT.interrupted
    }
  },
  { expected },
)
process.exit()

async function measureAndReport({ json = join(results, 'bench.json'), ...options }: Arguments) {
  await prepareFile(json)
  const tool = (await findWrk()) ?? autocannon
  const machine = await describeMachine(tool.name)
  say(sentenceOf(machine))
  const cells = await measure({ ...options, json }, tool)
  const { rounds, seconds } = options
  const report = reportOf(cells, {
    measuredAt: new Date().toISOString(),
    machine,
    rounds,
    secondsPerSample: seconds,
  })
  await write(json, `${JSON.stringify(report, null, 2)}\n`)
  const wrong = cells.flatMap(({ samples }) => samples).reduce((sum, sample) => sum + sample.wrongAnswers, 0)
  if (wrong > 0) throw new BenchError(`${wrong} answers were wrong; the JSON file says whose`)
}

async function measure(
  { json, scenarios, rounds, seconds, minutes, seed, before, isQuick }: Arguments & { json: string },
  tool: Bench['options']['tool'],
): Promise<Cell[]> {
  await using bench = new Bench({
    tool,
    rounds,
    durationMs: seconds * 1000,
    ...(isQuick ? WARM_UP_QUICK : WARM_UP),
    minutes,
    seed,
    before,
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
    if (scenario.chart)
      await write(chartFile(json, scenario.name), JSON.stringify(scenario.chart(measured), null, 2))
    if (scenario.showsProcesses) console.log(`\n${processTable(measured)}`)
  }
  return cells
}

/** `results/bench.json` → `results/growth.vl.json` */
function chartFile(json: string, scenario: string): string {
  return join(dirname(json), `${scenario}.vl.json`)
}

async function write(path: string, text: string) {
  await Bun.write(path, text)
  say(`wrote ${relative(process.cwd(), path)}`)
}
