import { useEnsemble } from '../shell/ensemble.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { amount, count, duration, percent } from '../shell/figures.ts'
import { unitOf } from '../try/spread-plot.tsx'
import { BadLines } from './bad-lines.tsx'
import type { Run } from './run-file.ts'
import type { Scored } from './scored.ts'

type Props = { run: Run; onStop: () => void; onClear: () => void }

/** The progress of a file, a summary of the decisions, and the download. */
export function BulkReport({ run, onStop, onClear }: Props) {
  const { file, scored, pieces, state } = run
  const isUnderWay = state.is === 'running' || state.is === 'waiting'
  return (
    <section class="card" aria-label="Scored file">
      <header class="card-head">
        <h2 class="file-name" title={file.name}>
          {file.name}
        </h2>
        {isUnderWay ? (
          <button type="button" onClick={onStop}>
            Stop
          </button>
        ) : (
          <div class="actions">
            <button type="button" onClick={onClear}>
              Another file
            </button>
            {pieces.length > 0 && (
              <button type="button" class="primary" onClick={() => download(pieces, file.name)}>
                Download
              </button>
            )}
          </div>
        )}
      </header>
      <div class="progress">
        <progress value={shareOf(run)} aria-label="Scored" />
        <p role="status" class="muted">
          {wordsOf(run)}
        </p>
      </div>
      {state.is === 'failed' && <FailureNotice failure={state.failure} />}
      <LabelTable scored={scored} />
      <ValueSummary scored={scored} />
      <BadLines bad={scored.bad} examples={scored.examples} tense="was" />
    </section>
  )
}

/** How much of the file is done, 0 to 1. */
function shareOf({ file, bytesRead, state }: Run): number {
  return file.size === 0 || state.is === 'whole' ? 1 : Math.min(1, bytesRead / file.size)
}

function wordsOf(run: Run): string {
  const { scored, ms, state } = run
  const rows = `${count(scored.rows)} ${scored.rows === 1 ? 'row' : 'rows'}`
  switch (state.is) {
    case 'running':
      return [rows, speedOf(run), timeLeft(run)].filter(Boolean).join(' · ')
    case 'waiting':
      return `${rows} · ${state.failure.title}; retrying`
    case 'whole':
      if (scored.rows === 0) return 'There are no rows'
      if (scored.bad === 0) return `All ${rows} in ${duration(ms)}`
      if (scored.bad === scored.rows) return `None of ${rows} could be scored`
      return `${count(scored.rows - scored.bad)} of ${rows} in ${duration(ms)}`
    case 'stopped':
    case 'failed':
      return `The first ${rows} in ${duration(ms)}`
  }
}

function speedOf({ scored, ms }: Run): string {
  return ms > 0 ? `${count((scored.rows / ms) * 1000)} a second` : ''
}

function timeLeft({ file, bytesRead, ms }: Run): string {
  if (bytesRead === 0 || bytesRead >= file.size) return ''
  return `${duration(Math.max(1000, (ms * (file.size - bytesRead)) / bytesRead))} left`
}

/** The number of lines with each label, and the mean probability. */
function LabelTable({ scored: { labels, rows, bad } }: { scored: Scored }) {
  const { colour } = useEnsemble()
  const found = [...labels].sort(([, a], [, b]) => b.count - a.count)
  if (found.length === 0) return null
  return (
    <table class="votes">
      <thead>
        <tr>
          <th scope="col">Label</th>
          <th scope="col">Share</th>
          <th scope="col" class="figure">
            Rows
          </th>
          <th scope="col" class="figure wide">
            Mean
          </th>
        </tr>
      </thead>
      <tbody>
        {found.map(([label, { count: lines, probaSum }]) => (
          <tr key={label} style={{ '--colour': colour(label) }}>
            <th scope="row" title={label}>
              <span class="dot" />
              {label}
            </th>
            <td>
              <span class="bar" style={{ '--share': lines / (rows - bad) }} />
              <span class="share">{percent(lines / (rows - bad))}</span>
            </td>
            <td class="figure">{count(lines)}</td>
            <td class="figure wide muted">{Number.isNaN(probaSum) ? '–' : percent(probaSum / lines)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Where the values are, and their mean. */
function ValueSummary({ scored: { values } }: { scored: Scored }) {
  const unit = unitOf(useEnsemble())
  if (values === undefined) return null
  const { count: lines, sum, min, max } = values
  const figures = { Mean: sum / lines, Lowest: min, Highest: max }
  return (
    <dl class="metrics">
      {Object.entries(figures).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{amount(value, unit)}</dd>
        </div>
      ))}
    </dl>
  )
}

function download(pieces: readonly string[], name: string) {
  const address = URL.createObjectURL(new Blob([...pieces], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = address
  const kind = /\.(ndjson|jsonl|json)\b/i.test(name) ? 'ndjson' : 'csv'
  link.download = name.replace(/(\.[^.]*)?$/, `.scored.${kind}`)
  link.click()
  // By then the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
