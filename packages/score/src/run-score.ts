import { askLoopbackDirectly, CLEAR_LINE, EXIT, type Parsed, SIGNAL_EXIT } from '@sepal/command-line'
import { type Options, optionsOf, type scoreCommand } from './arguments.ts'
import { openFiles } from './files.ts'
import { Job } from './job.ts'
import { findEnsemble } from './proxy.ts'
import { BrokenPipeError, ProxyError, ScoreError } from './score-error.ts'
import type { Done } from './scoring.ts'

/** How long after Ctrl-C it explains why it is still running, ms. */
const PATIENCE_MS = 1000

/** One Ctrl-C arrives twice, from the terminal and passed on by npx. Two within this time are one, ms. */
const ECHO_MS = 500

const say = (line: string) => process.stderr.write(`score: ${line}\n`)
const sayThatItWaits = () => {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE)
  say('finishing the requests in flight; press Ctrl-C again to stop at once')
}
const stopping = new AbortController()
const aborting = new AbortController()
let stoppedWith: number | undefined
let stoppedAt = 0

/** Scores a file and ends the process: a connection that is kept alive would keep it as well. */
export async function runScore(given: Parsed<typeof scoreCommand>): Promise<never> {
  const options = optionsOf(given)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) {
        if (performance.now() - stoppedAt > ECHO_MS) aborting.abort()
        return
      }
      stoppedAt = performance.now()
      setTimeout(sayThatItWaits, PATIENCE_MS).unref()
      stoppedWith = SIGNAL_EXIT[signal]
      stopping.abort()
    })
  }
  // The reader may have enough, as `head` does.
  process.stdout.on('error', () => process.exit(EXIT.brokenPipe))
  askLoopbackDirectly(process.env)
  process.exit(await scoreUnlessStopped(options))
}

/** An interrupted run ends with the code of its signal, whatever else it failed with. */
async function scoreUnlessStopped(options: Options): Promise<number> {
  try {
    return await score(options)
  } catch (error) {
    if (error instanceof BrokenPipeError) return EXIT.brokenPipe
    if (stoppedWith === undefined || !(error instanceof ScoreError)) throw error
    return stoppedWith
  }
}

async function score(options: Options): Promise<number> {
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
    return job.done.badLines > 0 ? EXIT.incomplete : EXIT.ok
  }
  say(`stopped after ${sentence}${files.checkpoints === undefined ? '' : '; --resume goes on'}`)
  return endsWith
}

/** Scores. @returns the exit code when it could not finish */
async function codeOf(started: Job): Promise<number | undefined> {
  await using job = started
  try {
    await job.run()
    return stoppedWith
  } catch (error) {
    if (!(error instanceof ProxyError)) throw error
    // After a second Ctrl-C, requests end because they were told to.
    if (stoppedWith === undefined) say(error.message)
    return stoppedWith ?? EXIT.failed
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
