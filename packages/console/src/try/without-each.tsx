import { useEnsemble } from '../shell/ensemble.ts'
import { percent } from '../shell/figures.ts'
import { type Answer, labelWithout } from './votes.ts'

type Props = { answer: Answer }

/** What the label would be if one of the classifiers were missing. */
export function WithoutEach({ answer: { votes, verdict } }: Props) {
  const { names, colour } = useEnsemble()
  if (verdict === undefined) return null
  const changes: { left: string; label: string; proba: number }[] = []
  for (const left of names) {
    const other = labelWithout(votes, names, left)
    if (other !== undefined && other.label !== verdict.label) changes.push({ left, ...other })
  }
  const answered = names.filter((name) => votes.get(name)?.is === 'answered')
  const Name = ({ name }: { name: string }) => (
    <b class="named" style={{ '--colour': colour(name) }}>
      {name}
    </b>
  )
  if (answered.length < 2)
    return <p class="without">There is no other classifier to decide without this one.</p>
  return (
    <ul class="without" aria-label="Without each classifier">
      {changes.map(({ left, label, proba }) => (
        <li key={left}>
          Without <Name name={left} /> the label would be <Name name={label} />, at {percent(proba)}.
        </li>
      ))}
      {changes.length < answered.length && (
        <li>
          Without{' '}
          {changes.length === 0 ? 'any one' : answered.length === 2 ? 'the other one' : 'any other one'} it
          stays <Name name={verdict.label} />.
        </li>
      )}
    </ul>
  )
}
