import { CallFailure } from '../api/call-failure.ts'
import type { DecisionRoute } from '../api/wire.ts'
import { useEnsemble } from '../shell/ensemble.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { amount, duration, percent } from '../shell/figures.ts'
import type { Decided } from './decision.ts'
import { SpreadPlot, unitOf } from './spread-plot.tsx'
import type { Asked } from './use-answer.ts'
import type { Answer } from './votes.ts'

type Props = { asked: Asked; onRetry: () => void }

/** What is decided, who answered and in what time. */
export function VerdictHead({ asked: { answer, isWhole }, onRetry }: Props) {
  const { names, final, colour, decision } = useEnsemble()
  const { verdict, undecided, ms } = answer
  const failed = [...answer.votes].flatMap(([name, vote]) => (vote.is === 'failed' ? [name] : []))
  if (undecided !== undefined) {
    const { code, detail } = undecided
    return <FailureNotice failure={new CallFailure(code, 'Nothing was decided', detail)} onRetry={onRetry} />
  }
  if (verdict === undefined) {
    return (
      <header class="verdict">
        <p role="status">{isWhole ? undecidedText(decision, failed.includes(final ?? '')) : 'Asking…'}</p>
        {isWhole && failed.length > 0 && <Retry onRetry={onRetry} />}
      </header>
    )
  }
  const { decided } = verdict
  const answered = [...answer.votes.values()].filter((vote) => vote.is === 'answered').length
  const who =
    answered < names.length ? `${answered} of ${names.length} ` : answered > 1 ? `all ${answered} ` : ''
  return (
    <>
      <header
        class={failed.length > 0 ? 'verdict partial' : 'verdict'}
        style={{ '--colour': decided.is === 'label' ? colour(decided.label) : 'currentColor' }}
      >
        <DecidedText decided={decided} />
        <p class="took">
          {who}answered{ms !== undefined && ` in ${duration(ms)}`}
          {isWhole && failed.length > 0 && <Retry onRetry={onRetry} />}
        </p>
      </header>
      {isWhole && failed.length > 0 && <PartialNote failed={failed} answer={answer} />}
      {decided.is === 'value' && <SpreadPlot answer={answer} decided={decided} />}
    </>
  )
}

function undecidedText(decision: DecisionRoute | null, isFinalFailed: boolean): string {
  if (decision === null) return 'Nothing is decided: each answers for itself'
  return isFinalFailed ? 'The final model did not answer' : 'Too few classifiers answered'
}

function DecidedText({ decided }: { decided: Decided }) {
  const ensemble = useEnsemble()
  switch (decided.is) {
    case 'label':
      return (
        <>
          <p role="status" class="label" title={decided.label}>
            {decided.label}
          </p>
          {decided.proba !== undefined && <p class="proba">{percent(decided.proba)}</p>}
          {decided.votes && (
            <p class="proba">
              {amount(decided.votes.own)} of {amount(decided.votes.all)} votes
            </p>
          )}
        </>
      )
    case 'value': {
      const { value, min, max, spread } = decided
      const unit = unitOf(ensemble)
      return (
        <>
          <p role="status" class="value">
            {amount(value, unit)}
          </p>
          {min !== undefined && max !== undefined && (
            <p class="proba">
              {amount(min)} to {amount(max, unit)}
              {spread !== undefined && `, σ ${amount(spread)}`}
            </p>
          )}
        </>
      )
    }
    case 'other':
      return (
        <pre role="status" class="other">
          {decided.json}
        </pre>
      )
  }
}

/** The panel shows what there is; a call that does not ask for a partial answer fails. */
function PartialNote({ failed, answer: { votes } }: { failed: readonly string[]; answer: Answer }) {
  const codes = failed.flatMap((name) => {
    const vote = votes.get(name)
    return vote?.is === 'failed' ? [vote.error.code] : []
  })
  return (
    <p class="partial-note">
      <strong>Partial answer:</strong> {failed.length === 1 ? failed[0] : `${failed.length} classifiers`}{' '}
      failed with <code>{codes[0]}</code>. A call without <code>partial=true</code> fails too.
    </p>
  )
}

/** Classifiers that failed may be back. */
function Retry({ onRetry }: Pick<Props, 'onRetry'>) {
  return (
    <button type="button" class="quiet retry" onClick={onRetry}>
      Try again
    </button>
  )
}
