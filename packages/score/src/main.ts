import { parseArguments, USAGE } from './arguments.ts'
import { openFiles } from './files.ts'
import { Job } from './job.ts'
import { CLEAR } from './progress.ts'
import { findEnsemble } from './proxy.ts'
import { ProxyError, ScoreError, UsageError } from './score-error.ts'
import type { Done } from './scoring.ts'

const FAILED = 1
const WRONG_USAGE = 2
const HAS_BAD_LINES = 3
/** what a shell says of a process that a signal has ended */
const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
const BROKEN_PIPE = 141

/** Whoever has pressed Ctrl-C is told after so long why it has not ended, ms. */
const PATIENCE_MS = 1000

const say = (line: string) => process.stderr.write(`score: ${line}\n`)
const sayThatItWaits = () => {
  if (process.stderr.isTTY) process.stderr.write(CLEAR)
  say('the requests under way are finished first; once more ends it without them')
}
const stopping = new AbortController()
const aborting = new AbortController()
let stoppedWith: number | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) aborting.abort()
    else setTimeout(sayThatItWaits, PATIENCE_MS).unref()
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
  const job = new Job(options, files, deps)
  const endsWith = await codeOf(job)
  const sentence = sentenceOf(job.done, files.start, now() - startedAt)
  if (endsWith === undefined) {
    say(sentence)
    return job.done.badLines > 0 ? HAS_BAD_LINES : 0
  }
  say(`stopped after ${sentence}${files.checkpoints === undefined ? '' : '; --resume goes on'}`)
  return endsWith
}

/** Scores, and says with which code it ends when it could not come to the end. */
async function codeOf(started: Job): Promise<number | undefined> {
  await using job = started
  try {
    await job.run()
    return stoppedWith
  } catch (error) {
    if (!(error instanceof ProxyError)) throw error
    // Who has pressed Ctrl-C twice knows why requests have ended.
    if (stoppedWith === undefined) say(error.message)
    return stoppedWith ?? FAILED
  }
}

function sentenceOf(done: Done, start: Done, elapsedMs: number): string {
  const count = (value: number) => value.toLocaleString('en')
  const perSecond = Math.round(((done.rows - start.rows) / elapsedMs) * 1000)
  const rows = `${count(done.rows)} ${done.rows === 1 ? 'row' : 'rows'}, ${count(perSecond)} rows/s`
  const bad =
    done.badLines === 0
      ? ''
      : `; ${count(done.badLines)} bad ${done.badLines === 1 ? 'line is' : 'lines are'} left out`
  return rows + bad
}
