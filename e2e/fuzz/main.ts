import { irisFolder } from '@sepal/classifier/testing'
import { EXIT, runCommand } from '@sepal/command-line'
import { startSystem } from '@sepal/launcher'
import { StartupError } from '@sepal/server/startup-error'
import { type Arguments, argumentsOf, fuzzCommand } from './arguments.ts'
import { fuzz, type Report } from './fuzz.ts'
import { writeMixed } from './mixed-ensemble.ts'
import { SickEnsemble } from './sick-ensemble.ts'
import { type Target, wellTarget } from './target.ts'

/** How much a server's resident memory may grow once warm, bytes. */
const MAX_GROWTH = 50 * 2 ** 20

const say = (line: string) => process.stderr.write(`fuzz: ${line}\n`)

await runCommand(fuzzCommand, (given) => run(argumentsOf(given)), { expected: [StartupError] })
process.exit()

async function run(options: Arguments): Promise<number> {
  say(`seed ${options.seed}`)
  return options.hasFaults ? await attackSick(options) : await attackWell(options)
}

/** Systems with healthy classifiers: one of numbers alone, and one with every kind of feature and output. */
async function attackWell(options: Arguments): Promise<number> {
  await using folder = await writeMixed()
  const codes = []
  for (const models of [irisFolder, folder.path]) codes.push(await attackSystem(models, options))
  return codes.every((code) => code === EXIT.ok) ? EXIT.ok : EXIT.failed
}

async function attackSystem(models: string, options: Arguments): Promise<number> {
  const failures: string[] = []
  await using system = await startSystem({
    models,
    port: 0,
    freePorts: true,
    env: { ...process.env, LOG_LEVEL: 'warn', LOG_FORMAT: 'json' },
    onLine: ({ label }, line) => {
      if (isFailure(line)) failures.push(`${label}: ${line}`)
    },
    onEvent: ({ is, child }) => failures.push(`${child.label} ${is}`),
  })
  say(`ensemble ${system.manifest.name}`)
  return await attack(await wellTarget(system, models), options, () => failures)
}

/** A proxy with failing classifiers. */
async function attackSick(options: Arguments): Promise<number> {
  await using ensemble = await SickEnsemble.start()
  return await attack(await ensemble.target(), options, () => ensemble.proxy.complaints.filter(isFailure))
}

/** @param failuresOf returns the failures that its servers have logged by the end */
async function attack(target: Target, options: Arguments, failuresOf: () => string[]): Promise<number> {
  const startedAt = performance.now()
  const report = await fuzz(target, { ...options, say })
  for (const fault of report.faults) console.log(JSON.stringify(fault))
  const failures = failuresOf()
  for (const failure of failures) console.log(failure)
  const grown = tell(report, performance.now() - startedAt)
  const isWell = report.faults.length === 0 && failures.length === 0 && grown.length === 0
  console.log(isWell ? 'no fault found' : `faults found, seed ${options.seed}`)
  return isWell ? EXIT.ok : EXIT.failed
}

function isFailure(line: string): boolean {
  return line.includes('"request failed"')
}

/** Prints the results. @returns the servers whose memory has grown too much */
function tell({ requests, statuses, memory }: Report, elapsedMs: number): string[] {
  const perSecond = Math.round((requests / elapsedMs) * 1000)
  console.log(`${requests} requests in ${Math.round(elapsedMs / 1000)} s, ${perSecond} a second`)
  for (const [status, count] of Object.entries(statuses)) {
    console.log(`  ${status === '0' ? 'no answer' : status}: ${count}`)
  }
  const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`
  return Object.entries(memory).flatMap(([name, { before, after }]) => {
    console.log(`  ${name}: ${megabytes(before)} when warm, ${megabytes(after)} at the end`)
    return after - before > MAX_GROWTH ? [name] : []
  })
}
