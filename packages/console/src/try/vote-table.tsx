import { outputOf } from '../api/output.ts'
import { type Ensemble, useEnsemble } from '../shell/ensemble.ts'
import { duration } from '../shell/figures.ts'
import { NameText } from '../shell/name-text.tsx'
import { VoteCell } from './vote-cell.tsx'
import type { Answer, Vote } from './votes.ts'

type Props = { answer: Answer }

/** A line for each classifier: its answer and its time. */
export function VoteTable({ answer }: Props) {
  const ensemble = useEnsemble()
  const { names, final, isOneVsRest } = ensemble
  const { votes, verdict } = answer
  // What the final model says is the decision itself.
  const shown = final !== undefined && votes.get(final)?.is === 'failed' ? [...names, final] : names
  const chosen = verdict?.decided.is === 'label' ? verdict.decided.label : undefined
  return (
    <table class="votes">
      <thead>
        <tr>
          <th scope="col">Classifier</th>
          <th scope="col">{isOneVsRest ? 'Probability' : 'Answer'}</th>
          <th scope="col" class="figure">
            Time
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((name) => (
          <tr
            key={name}
            class={name === chosen ? 'chosen' : ''}
            style={{ '--colour': ownColour(name, ensemble) }}
          >
            <th scope="row" title={name}>
              <span class="dot" />
              <span class="name">
                <NameText name={name} />
              </span>
            </th>
            <VoteCells name={name} vote={votes.get(name) ?? { is: 'awaited' }} answer={answer} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Where classifiers share their classes, it is these that have colours. */
function ownColour(name: string, { models, isOneVsRest, colour }: Ensemble): string {
  const { kind } = outputOf(models[name] ?? {})
  return isOneVsRest || kind === 'value' || kind === 'score' ? colour(name) : 'var(--line-strong)'
}

function VoteCells({ name, vote, answer }: { name: string; vote: Vote; answer: Answer }) {
  switch (vote.is) {
    case 'awaited':
      return (
        <>
          <td>
            <span class="visually-hidden">no answer yet</span>
          </td>
          <td class="figure muted">–</td>
        </>
      )
    case 'failed':
      return (
        <>
          <td class="failed">
            <strong>{vote.error.code}</strong> <span class="muted">{vote.error.detail}</span>
          </td>
          <td class="figure muted">{duration(vote.ms)}</td>
        </>
      )
    case 'answered':
      return (
        <>
          <td>
            <VoteCell name={name} prediction={vote.prediction} answer={answer} />
          </td>
          <td class="figure muted">{duration(vote.ms)}</td>
        </>
      )
  }
}
