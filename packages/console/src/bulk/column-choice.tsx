import type { Table } from '@sepal/tabular'
import { useState } from 'preact/hooks'
import { useEnsemble } from '../shell/ensemble.ts'
import { type Columns, columnLabel, isComplete } from './columns.ts'
import type { Bulk } from './use-bulk.ts'

type Props = {
  unclear: Extract<Bulk, { is: 'unclear' }>
  onScore: (file: File, table: Table, columns: readonly number[]) => void
  onCancel: () => void
}

/** Asks which column is which feature, where the names do not tell. */
export function ColumnChoice({ unclear: { file, table, columns: found }, onScore, onCancel }: Props) {
  const { features } = useEnsemble()
  const [columns, setColumns] = useState<Columns>(found)
  const submit = (event: Event) => {
    event.preventDefault()
    if (isComplete(columns)) onScore(file, table, columns)
  }
  return (
    <form class="card" aria-label="Columns" onSubmit={submit}>
      <header class="card-head">
        <h2>Which columns of {file.name} are the features?</h2>
      </header>
      <div class="column-choices">
        {features.map(({ name }, i) => (
          <label key={name}>
            <span class="column-name" title={name}>
              {name}
            </span>
            <select
              value={columns[i] ?? ''}
              onChange={({ currentTarget: { value } }) =>
                setColumns(
                  columns.map((old, at) => (at === i ? (value === '' ? undefined : Number(value)) : old)),
                )
              }
            >
              <option value="">choose</option>
              {table.names.map((_, at) => (
                <option key={at} value={at}>
                  {columnLabel(table.names, at)}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <div class="actions">
        <button type="submit" class="primary" disabled={!isComplete(columns)}>
          Score
        </button>
        <button type="button" onClick={onCancel}>
          Another file
        </button>
      </div>
    </form>
  )
}
