import { type Table, TableError } from '@sepal/tabular'
import { CallFailure } from '../api/call-failure.ts'
import type { Ensemble } from '../shell/ensemble.ts'
import { pause } from '../shell/pause.ts'
import { answeringOf } from './answering.ts'
import { patiently } from './patience.ts'
import { scoreFile } from './score-file.ts'
import { NOTHING_SCORED, type Scored } from './scored.ts'
import { textOf } from './table-file.ts'

/** A file that is being scored, or was. */
export type Run = {
  file: File
  scored: Scored
  bytesRead: number
  /** of the scored file, in their order */
  pieces: readonly string[]
  /** since the start */
  ms: number
  state: RunState
}

export type RunState =
  | { is: 'running' }
  /** a call failed for a reason that may pass, and is about to be retried */
  | { is: 'waiting'; failure: CallFailure }
  | { is: 'whole' }
  | { is: 'stopped' }
  | { is: 'failed'; failure: CallFailure }

type Options = {
  table: Table
  ensemble: Pick<Ensemble, 'features' | 'decision' | 'models' | 'sample'>
  /** the column of each feature */
  columns: readonly number[]
  signal: AbortSignal
  /** called after each step */
  tell: (run: Run) => void
}

/** Scores a file until its end, or until the signal aborts. */
export async function runFile(file: File, { tell, ensemble, ...options }: Options): Promise<void> {
  const startedAt = performance.now()
  const pieces: string[] = []
  let run: Run = { file, scored: NOTHING_SCORED, bytesRead: 0, pieces, ms: 0, state: { is: 'running' } }
  const go = (change: Partial<Run>) => {
    run = { ...run, ...change, ms: performance.now() - startedAt }
    tell(run)
  }
  try {
    const patience = {
      signal: options.signal,
      pause,
      onWait: (failure: CallFailure) => go({ state: { is: 'waiting', failure } }),
    }
    const answering = await patiently(() => answeringOf(ensemble, options.signal), patience)
    const steps = scoreFile(textOf(file), {
      ...options,
      ...patience,
      features: ensemble.features,
      answering,
    })
    for await (const { text, scored, bytesRead } of steps) {
      pieces.push(text)
      go({ scored, bytesRead, state: { is: 'running' } })
    }
    go({ state: { is: options.signal.aborted ? 'stopped' : 'whole' } })
  } catch (error) {
    go({ state: options.signal.aborted ? { is: 'stopped' } : { is: 'failed', failure: failureOf(error) } })
  }
}

function failureOf(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error
  const detail = error instanceof TableError ? error.message : 'the page has failed at it'
  return new CallFailure('unreadable', 'The file cannot be read', detail, { cause: error })
}
