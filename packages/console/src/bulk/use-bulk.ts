import { type Table, TableError } from '@sepal/tabular'
import { useMemo, useRef, useState } from 'preact/hooks'
import type { Ensemble } from '../shell/ensemble.ts'
import { type Columns, columnsIn } from './columns.ts'
import type { Beginning } from './preview.ts'
import { type Run, runFile } from './run-file.ts'
import { openFile } from './table-file.ts'

/** Where a file is on its way through the ensemble. */
export type Bulk =
  | { is: 'none' }
  /** nothing of it was sent */
  | { is: 'opened'; file: File; beginning: Beginning; columns: Columns }
  | { is: 'refused'; file: File; reason: string }
  | { is: 'run'; run: Run }

export type BulkControl = {
  choose: (file: File) => void
  score: (file: File, table: Table, columns: readonly number[]) => void
  stop: () => void
  clear: () => void
}

/** One file at a time; it goes on while another panel is shown. */
export function useBulk(ensemble: Ensemble): [Bulk, BulkControl] {
  const [bulk, setBulk] = useState<Bulk>({ is: 'none' })
  const current = useRef(new AbortController())
  const control = useMemo(() => {
    const begin = () => {
      current.current.abort()
      current.current = new AbortController()
      return current.current
    }
    const score = (file: File, table: Table, columns: readonly number[]) => {
      const own = begin()
      // If another file was chosen meanwhile, this one is not shown.
      const tell = (run: Run) => current.current === own && setBulk({ is: 'run', run })
      return runFile(file, { ensemble, table, columns, signal: own.signal, tell })
    }
    const choose = async (file: File) => {
      const own = begin()
      const beginning = await openFile(file, ensemble.features).catch(reasonOf)
      if (current.current !== own) return
      if (typeof beginning === 'string') return setBulk({ is: 'refused', file, reason: beginning })
      const columns = columnsIn(beginning.table, ensemble.features)
      setBulk({ is: 'opened', file, beginning, columns })
    }
    const clear = () => {
      begin()
      setBulk({ is: 'none' })
    }
    return { choose, score, stop: () => current.current.abort(), clear }
  }, [ensemble])
  return [bulk, control]
}

function reasonOf(error: unknown): string {
  if (error instanceof TableError) return error.message
  throw error
}
