import type { Table } from '@sepal/tabular'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Feature } from '../api/wire.ts'
import { useEnsemble } from '../shell/ensemble.ts'
import { bytes, count } from '../shell/figures.ts'
import { BadLines } from './bad-lines.tsx'
import { type Columns, columnLabel, doubtsIn, isComplete } from './columns.ts'
import { type FeaturePreview, type Preview, previewOf } from './preview.ts'
import type { Bulk } from './use-bulk.ts'

type Props = {
  opened: Extract<Bulk, { is: 'opened' }>
  onScore: (file: File, table: Table, columns: readonly number[]) => void
  onClear: () => void
}

/** The first rows of a file, and which column is which feature, before any of it is sent. */
export function FilePreview({ opened: { file, beginning, columns: found }, onScore, onClear }: Props) {
  const { features } = useEnsemble()
  const { table } = beginning
  const [columns, setColumns] = useState<Columns>(found)
  const [preview, setPreview] = useState<Preview>()
  const doubts = useMemo(() => doubtsIn(table, features), [table, features])
  useEffect(() => {
    let isLeft = false
    previewOf(beginning, features, columns).then((next) => isLeft || setPreview(next))
    return () => {
      isLeft = true
    }
  }, [beginning, features, columns])
  const submit = (event: Event) => {
    event.preventDefault()
    if (isComplete(columns)) onScore(file, table, columns)
  }
  const choose = (feature: number, column: number | undefined) =>
    setColumns(columns.map((old, i) => (i === feature ? column : old)))
  return (
    <form class="card" aria-label="Preview" aria-busy={preview === undefined} onSubmit={submit}>
      <header class="card-head">
        <h2 class="file-name" title={file.name}>
          {file.name} <span class="muted">{bytes(file.size)}</span>
        </h2>
        <div class="actions">
          <button type="button" onClick={onClear}>
            Another file
          </button>
          <button type="submit" class="primary" disabled={!isComplete(columns)}>
            Score
          </button>
        </div>
      </header>
      {preview && (
        <>
          <Summary preview={preview} columns={columns} />
          <table class="preview">
            <thead>
              <tr>
                <th scope="col">Feature</th>
                <th scope="col">Column</th>
                <th scope="col">First rows</th>
                <th scope="col">{rowsOf(preview)}</th>
              </tr>
            </thead>
            <tbody>
              {features.map((feature, i) => (
                <FeatureLine
                  key={feature.name}
                  feature={feature}
                  preview={preview.features[i]}
                  names={table.names}
                  column={columns[i]}
                  doubt={doubts[i]}
                  onChoose={(column) => choose(i, column)}
                />
              ))}
            </tbody>
          </table>
          <BadLines bad={preview.misfits.length} examples={preview.misfits.slice(0, 5)} tense="cannot be" />
        </>
      )}
    </form>
  )
}

function rowsOf({ records, hasMore }: Preview): string {
  if (hasMore) return `In the first ${count(records)} rows`
  return records === 1 ? 'In the one row' : `In all ${count(records)} rows`
}

/** What was found, in a sentence. */
function Summary({ preview: { others, features }, columns }: { preview: Preview; columns: Columns }) {
  const missing = columns.filter((column) => column === undefined).length
  const bad = features.filter((feature) => feature.bad > 0).length
  const kept =
    others.length === 0
      ? ''
      : `; ${listed(others)} ${others.length === 1 ? 'is kept as it is' : 'are kept as they are'}`
  if (missing > 0) {
    return (
      <p class="preview-summary is-missing" role="status">
        <strong>
          {missing === columns.length
            ? 'No feature was'
            : `${missing} of ${columns.length} features were not`}{' '}
          found
        </strong>
        : choose their columns below{kept}.
      </p>
    )
  }
  return (
    <p class="preview-summary" role="status">
      {columns.length === 1 ? 'The feature was' : `All ${columns.length} features were`} found{kept}.
      {bad > 0 && ' Rows with a value that does not fit are not scored, and keep their place.'}
    </p>
  )
}

/** As many names as fit a sentence. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => JSON.stringify(name))
  return names.length > shown.length
    ? `${shown.join(', ')} and ${names.length - shown.length} more`
    : shown.join(', ')
}

type LineProps = {
  feature: Feature
  preview: FeaturePreview | undefined
  names: readonly string[]
  column: number | undefined
  doubt: string | undefined
  onChoose: (column: number | undefined) => void
}

function FeatureLine({ feature, preview, names, column, doubt, onChoose }: LineProps) {
  const { name } = feature
  return (
    <tr>
      <th scope="row" title={name}>
        <span class="column-name">{name}</span>
        <span class="muted kind">{kindOf(feature)}</span>
      </th>
      <td>
        <select
          aria-label={`column of ${name}`}
          aria-invalid={column === undefined}
          value={column ?? ''}
          onChange={({ currentTarget: { value } }) => onChoose(value === '' ? undefined : Number(value))}
        >
          <option value="">choose</option>
          {names.map((_, at) => (
            <option key={at} value={at}>
              {columnLabel(names, at)}
            </option>
          ))}
        </select>
      </td>
      <td class="first-rows">
        {preview?.cells.map(({ line, text, is }) => (
          <span key={line} class={`cell ${is}`} title={`line ${line}: ${text}`}>
            {is === 'gap' || text === '' ? '–' : text}
          </span>
        ))}
      </td>
      <td>
        <Findings preview={preview} isChosen={column !== undefined} doubt={doubt} />
      </td>
    </tr>
  )
}

type FindingsProps = { preview: FeaturePreview | undefined; isChosen: boolean; doubt: string | undefined }

function Findings({ preview, isChosen, doubt }: FindingsProps) {
  if (!isChosen) return <span class="badge bad">{doubt ?? 'no column'}</span>
  if (preview === undefined) return null
  const { gaps, bad, reason } = preview
  return (
    <>
      {bad > 0 && (
        <span class="badge bad" title={reason}>
          {count(bad)} {bad === 1 ? 'does' : 'do'} not fit: {reason}
        </span>
      )}
      {gaps > 0 && <span class="badge unknown">{count(gaps)} missing</span>}
      {bad + gaps === 0 && <span class="badge good">all fit</span>}
    </>
  )
}

function kindOf(feature: Feature): string {
  const kind = feature.kind ?? 'number'
  const unit = 'unit' in feature && feature.unit ? `, ${feature.unit}` : ''
  return `${kind}${unit}${feature.missing === undefined ? '' : ', may be missing'}`
}
