import { useEnsemble } from '../shell/ensemble.ts'
import { duration, percent } from '../shell/figures.ts'
import type { Answer, Vote } from './votes.ts'

type Props = { answer: Answer }

/** A bar for each classifier, with its time. */
export function VoteTable({ answer: { votes, verdict } }: Props) {
  const { names, colour } = useEnsemble()
  return (
    <table class="votes">
      <thead>
        <tr>
          <th scope="col">Classifier</th>
          <th scope="col">Probability</th>
          <th scope="col" class="figure">
            Time
          </th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => {
          const vote = votes.get(name) ?? { is: 'awaited' }
          return (
            <tr
              key={name}
              class={name === verdict?.label ? 'chosen' : ''}
              style={{ '--colour': colour(name) }}
            >
              <th scope="row" title={name}>
                <span class="dot" />
                <span class="name">{name}</span>
              </th>
              <VoteCells name={name} vote={vote} />
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function VoteCells({ name, vote }: { name: string; vote: Vote }) {
  const { models } = useEnsemble()
  switch (vote.is) {
    case 'awaited':
      return (
        <>
          <td>
            <span class="bar" />
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
    case 'answered': {
      const classes = models[name]?.classes ?? []
      const whole = vote.prediction.map((proba, i) => `${classes[i] ?? i}: ${percent(proba)}`).join(', ')
      return (
        <>
          <td title={whole}>
            <span class="bar" style={{ '--share': vote.proba }} />
            <span class="share">{percent(vote.proba)}</span>
          </td>
          <td class="figure muted">{duration(vote.ms)}</td>
        </>
      )
    }
  }
}
