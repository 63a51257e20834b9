import { useMemo, useRef, useState } from 'preact/hooks'
import { CallFailure } from '../api/call-failure.ts'
import { sepal } from '../api/sepal.ts'
import type { Feature } from '../api/wire.ts'
import { pause } from '../shell/pause.ts'
import { type Columns, columnsOf, type Header, headerOf, isComplete } from './columns.ts'
import { chunksOf, firstLineOf } from './csv-file.ts'
import { scoreFile } from './score-file.ts'
import { NOTHING_SCORED, type Scored } from './scored.ts'

/** Where a file is on its way through the ensemble. */
export type Bulk =
  | { is: 'none' }
  /** it cannot be told which column is which feature */
  | { is: 'unclear'; file: File; header: Header; columns: Columns }
  | ({ is: 'running' } & Run)
  | ({ is: 'over'; how: 'whole' | 'stopped' | CallFailure } & Run)

/** What there is of a scored file, in pieces of text, and how long it took, ms. */
export type Run = { file: File; scored: Scored; bytesRead: number; pieces: readonly string[]; ms: number }

export type BulkControl = {
  choose: (file: File) => void
  score: (file: File, columns: readonly number[]) => void
  stop: () => void
  clear: () => void
}

/** One file at a time; it goes on while another panel is shown. */
export function useBulk(features: readonly Feature[]): [Bulk, BulkControl] {
  const [bulk, setBulk] = useState<Bulk>({ is: 'none' })
  const running = useRef(new AbortController())
  const control = useMemo(() => {
    const score = async (file: File, columns: readonly number[]) => {
      running.current.abort()
      const own = new AbortController()
      running.current = own
      const startedAt = performance.now()
      const pieces: string[] = []
      let run: Run = { file, scored: NOTHING_SCORED, bytesRead: 0, pieces, ms: 0 }
      // Who has chosen another file meanwhile does not want to see this one.
      const tell = (next: Bulk) => running.current === own && setBulk(next)
      tell({ is: 'running', ...run })
      try {
        const label = (rows: readonly (readonly number[])[]) => sepal.wholeLabels(rows, own.signal)
        for await (const { text, ...step } of scoreFile(chunksOf(file), {
          features,
          columns,
          label,
          pause,
          signal: own.signal,
        })) {
          pieces.push(text)
          run = { ...run, ...step, ms: performance.now() - startedAt }
          tell({ is: 'running', ...run })
        }
        tell({ is: 'over', how: own.signal.aborted ? 'stopped' : 'whole', ...run })
      } catch (error) {
        tell({ is: 'over', how: own.signal.aborted ? 'stopped' : endOf(error), ...run })
      }
    }
    const choose = async (file: File) => {
      const header = headerOf(await firstLineOf(file).catch(() => []))
      const columns = columnsOf(header, features)
      if (isComplete(columns)) await score(file, columns)
      else setBulk({ is: 'unclear', file, header, columns })
    }
    const clear = () => {
      running.current.abort()
      running.current = new AbortController()
      setBulk({ is: 'none' })
    }
    return { choose, score, stop: () => running.current.abort(), clear }
  }, [features])
  return [bulk, control]
}

function endOf(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error
  return new CallFailure('unreadable', 'The file cannot be read', 'it may have changed since it was chosen')
}
