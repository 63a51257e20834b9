import { useMemo, useRef, useState } from 'preact/hooks'
import type { Feature } from '../api/wire.ts'
import { type Columns, columnsOf, type Header, headerOf, isComplete } from './columns.ts'
import { FileError, firstLineOf } from './csv-file.ts'
import { type Run, runFile } from './run-file.ts'

/** Where a file is on its way through the ensemble. */
export type Bulk =
  | { is: 'none' }
  /** it cannot be told which column is which feature */
  | { is: 'unclear'; file: File; header: Header; columns: Columns }
  | { is: 'refused'; file: File; reason: string }
  | { is: 'run'; run: Run }

export type BulkControl = {
  choose: (file: File) => void
  score: (file: File, columns: readonly number[]) => void
  stop: () => void
  clear: () => void
}

/** One file at a time; it goes on while another panel is shown. */
export function useBulk(features: readonly Feature[]): [Bulk, BulkControl] {
  const [bulk, setBulk] = useState<Bulk>({ is: 'none' })
  const current = useRef(new AbortController())
  const control = useMemo(() => {
    const begin = () => {
      current.current.abort()
      current.current = new AbortController()
      return current.current
    }
    const score = (file: File, columns: readonly number[]) => {
      const own = begin()
      // Who has chosen another file meanwhile does not want to see this one.
      const tell = (run: Run) => current.current === own && setBulk({ is: 'run', run })
      return runFile(file, { features, columns, signal: own.signal, tell })
    }
    const choose = async (file: File) => {
      const first = await firstLineOf(file).catch(reasonOf)
      if (typeof first === 'string') return setBulk({ is: 'refused', file, reason: first })
      if (first.length === 0) return setBulk({ is: 'refused', file, reason: 'it has no lines' })
      const header = headerOf(first)
      const columns = columnsOf(header, features)
      if (isComplete(columns)) await score(file, columns)
      else setBulk({ is: 'unclear', file, header, columns })
    }
    const clear = () => {
      begin()
      setBulk({ is: 'none' })
    }
    return { choose, score, stop: () => current.current.abort(), clear }
  }, [features])
  return [bulk, control]
}

function reasonOf(error: unknown): string {
  if (error instanceof FileError) return error.message
  throw error
}
