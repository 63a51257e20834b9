import { useState } from 'preact/hooks'
import { RowForm } from '../row/row-form.tsx'
import { useEnsemble } from '../shell/ensemble.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { duration, percent } from '../shell/figures.ts'
import { CodeSample } from './code-sample.tsx'
import { type Asked, useAnswer } from './use-answer.ts'
import { VoteTable } from './vote-table.tsx'
import { WithoutEach } from './without-each.tsx'

type Props = { row: readonly number[]; onRow: (row: readonly number[]) => void }

/** One row, what every classifier says of it, and what is decided. */
export function TryPanel({ row, onRow }: Props) {
  const [again, setAgain] = useState(0)
  const asked = useAnswer(row, again)
  return (
    <div class="split">
      <RowForm row={row} onChange={onRow} />
      <div class="stack">
        <section class="card" aria-label="Answer" aria-busy={!asked.isWhole && asked.failure === undefined}>
          {asked.failure ? (
            <FailureNotice failure={asked.failure} onRetry={() => setAgain(again + 1)} />
          ) : (
            <>
              <VerdictHead asked={asked} onRetry={() => setAgain(again + 1)} />
              <WithoutEach answer={asked.answer} />
              <VoteTable answer={asked.answer} />
            </>
          )}
        </section>
        <CodeSample row={row} />
      </div>
    </div>
  )
}

type VerdictProps = { asked: Asked; onRetry: () => void }

function VerdictHead({ asked: { answer, isWhole }, onRetry }: VerdictProps) {
  const { names, colour } = useEnsemble()
  const { verdict, ms } = answer
  if (verdict === undefined) {
    const text = isWhole ? 'Too few classifiers answered' : 'Asking…'
    return (
      <header class="verdict">
        <p role="status">{text}</p>
        {isWhole && <Retry onRetry={onRetry} />}
      </header>
    )
  }
  const answered = names.length - verdict.missing.length
  const who =
    answered < names.length ? `${answered} of ${names.length} ` : answered > 1 ? `all ${answered} ` : ''
  return (
    <header class="verdict" style={{ '--colour': colour(verdict.label) }}>
      <p role="status" class="label" title={verdict.label}>
        {verdict.label}
      </p>
      <p class="proba">{percent(verdict.proba)}</p>
      <p class="took">
        {who}answered{ms !== undefined && ` in ${duration(ms)}`}
        {isWhole && verdict.missing.length > 0 && <Retry onRetry={onRetry} />}
      </p>
    </header>
  )
}

/** Whoever has failed may be back. */
function Retry({ onRetry }: Pick<VerdictProps, 'onRetry'>) {
  return (
    <button type="button" class="quiet retry" onClick={onRetry}>
      Try again
    </button>
  )
}
