import { parseArguments, USAGE } from './arguments.ts'
import { openFiles } from './files.ts'
import { Job } from './job.ts'
import { findEnsemble } from './proxy.ts'
import { ScoreError, UsageError } from './score-error.ts'
import type { Done } from './scoring.ts'

const FAILED = 1
const WRONG_USAGE = 2
const HAS_BAD_LINES = 3
/** what a shell says of a process that a signal has ended */
const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
const BROKEN_PIPE = 141

const say = (line: string) => process.stderr.write(`score: ${line}\n`)
const stopping = new AbortController()
const aborting = new AbortController()
let stoppedWith: number | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) aborting.abort()
    stoppedWith ??= SIGNAL_CODES[signal]
    stopping.abort()
  })
}
// Whoever reads may have read enough, as `head` does.
process.stdout.on('error', () => process.exit(BROKEN_PIPE))

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof ScoreError)) throw error
  if (stoppedWith === undefined) say(error.message)
  process.exitCode = stoppedWith ?? (error instanceof UsageError ? WRONG_USAGE : FAILED)
}
process.exit()

async function main(): Promise<number> {
  const { help, ...options } = parseArguments(process.argv.slice(2))
  if (help) {
    console.log(USAGE)
    return 0
  }
  const { ask, ...ensemble } = await findEnsemble({ ...options, signal: stopping.signal })
  const files = await openFiles(options, ensemble, stopping.signal)
  const now = () => performance.now()
  const deps = { ask, stopping: stopping.signal, aborting: aborting.signal, now, screen: process.stderr }
  const startedAt = now()
  const done = await finished(new Job(options, files, deps))
  const advice = files.checkpoints === undefined ? '' : '; --resume goes on'
  say(sentenceOf(done, files.start, now() - startedAt) + (stoppedWith === undefined ? '' : advice))
  return stoppedWith ?? (done.badLines > 0 ? HAS_BAD_LINES : 0)
}

async function finished(started: Job): Promise<Done> {
  await using job = started
  return await job.run()
}

function sentenceOf(done: Done, start: Done, elapsedMs: number): string {
  const count = (value: number) => value.toLocaleString('en')
  const perSecond = Math.round(((done.rows - start.rows) / elapsedMs) * 1000)
  const rows = `${count(done.rows)} rows, ${count(perSecond)} rows/s`
  const bad =
    done.badLines === 0
      ? ''
      : `; ${count(done.badLines)} bad ${done.badLines === 1 ? 'line is' : 'lines are'} left out`
  return `${stoppedWith === undefined ? '' : 'stopped after '}${rows}${bad}`
}
