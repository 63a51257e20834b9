import { useState } from 'preact/hooks'
import type { Row } from '../api/wire.ts'
import { isDense, RowForm } from '../row/row-form.tsx'
import { useHealth } from '../services/use-health.ts'
import { useEnsemble } from '../shell/ensemble.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { CodeSample } from './code-sample.tsx'
import { useAnswer } from './use-answer.ts'
import { VerdictHead } from './verdict.tsx'
import { VoteTable } from './vote-table.tsx'
import { WithoutEach } from './without-each.tsx'

type Props = { row: Row; onRow: (row: Row) => void }

/** One row, what every classifier answers, and what is decided. */
export function TryPanel({ row, onRow }: Props) {
  const { features } = useEnsemble()
  const [again, setAgain] = useState(0)
  // What was answered before a classifier went down, or came back, is not what a call gets now.
  const down = Object.entries(useHealth()).flatMap(([name, { health }]) => (health === 'ok' ? [] : name))
  const asked = useAnswer(row, [again, ...down].join())
  const isPartial = [...asked.answer.votes.values()].some((vote) => vote.is === 'failed')
  const retry = () => setAgain(again + 1)
  return (
    <div class={isDense(features) ? 'split try wide-form' : 'split try'}>
      <RowForm row={row} onChange={onRow} />
      <div class="stack">
        <section class="card" aria-label="Answer" aria-busy={!asked.isWhole && asked.failure === undefined}>
          {asked.failure ? (
            <FailureNotice failure={asked.failure} onRetry={retry} />
          ) : (
            <>
              <VerdictHead asked={asked} onRetry={retry} />
              <WithoutEach answer={asked.answer} />
              <VoteTable answer={asked.answer} />
            </>
          )}
        </section>
        <CodeSample row={row} isPartial={isPartial} />
      </div>
    </div>
  )
}
