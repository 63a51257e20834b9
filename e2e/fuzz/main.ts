import { startSystem } from '../../packages/launcher/src/index.ts'
import { runMain } from '../../packages/server/src/lifecycle.ts'
import { type Arguments, parseArguments, USAGE } from './arguments.ts'
import { fuzz, type Report } from './fuzz.ts'
import { SickEnsemble } from './sick-ensemble.ts'
import { type Target, wellTarget } from './target.ts'

/** What a server's resident memory may grow by after it is warm, bytes. */
const MOST_GROWTH = 50 * 2 ** 20

const say = (line: string) => process.stderr.write(`fuzz: ${line}\n`)

await runMain('fuzz', async () => {
  const { help, ...options } = parseArguments(process.argv.slice(2))
  if (help) console.log(USAGE)
  else process.exitCode = await run(options)
})
process.exit()

type Options = Omit<Arguments, 'help'>

async function run(options: Options): Promise<number> {
  say(`seed ${options.seed}`)
  return options.hasFaults ? await attackSick(options) : await attackWell(options)
}

/** Whole systems, whose classifiers are well. */
async function attackWell(options: Options): Promise<number> {
  const failures: string[] = []
  await using system = await startSystem({
    port: 0,
    freePorts: true,
    env: { ...process.env, LOG_LEVEL: 'warn', LOG_FORMAT: 'json' },
    onLine: ({ label }, line) => {
      if (isFailure(line)) failures.push(`${label}: ${line}`)
    },
    onEvent: ({ is, child }) => failures.push(`${child.label} ${is}`),
  })
  return await attack(await wellTarget(system), options, () => failures)
}

/** A proxy whose classifiers fail. */
async function attackSick(options: Options): Promise<number> {
  await using ensemble = await SickEnsemble.start()
  return await attack(await ensemble.target(), options, () => ensemble.proxy.complaints.filter(isFailure))
}

/** @param failuresOf what its servers say of failures of their own, in the end */
async function attack(target: Target, options: Options, failuresOf: () => string[]): Promise<number> {
  const startedAt = performance.now()
  const report = await fuzz(target, { ...options, say })
  for (const fault of report.faults) console.log(JSON.stringify(fault))
  const failures = failuresOf()
  for (const failure of failures) console.log(failure)
  const grown = tell(report, performance.now() - startedAt)
  const isWell = report.faults.length === 0 && failures.length === 0 && grown.length === 0
  console.log(isWell ? 'nothing was found' : `something was found, seed ${options.seed}`)
  return isWell ? 0 : 1
}

function isFailure(line: string): boolean {
  return line.includes('"request failed"')
}

/** Prints what was done. @returns the servers whose memory has grown too much */
function tell({ requests, statuses, memory }: Report, elapsedMs: number): string[] {
  const perSecond = Math.round((requests / elapsedMs) * 1000)
  console.log(`${requests} requests in ${Math.round(elapsedMs / 1000)} s, ${perSecond} a second`)
  for (const [status, count] of Object.entries(statuses)) {
    console.log(`  ${status === '0' ? 'no answer' : status}: ${count}`)
  }
  const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`
  return Object.entries(memory).flatMap(([name, { before, after }]) => {
    console.log(`  ${name}: ${megabytes(before)} when warm, ${megabytes(after)} at the end`)
    return after - before > MOST_GROWTH ? [name] : []
  })
}
