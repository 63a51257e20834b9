import type { ComponentChildren } from 'preact'
import { useEnsemble } from '../shell/ensemble.ts'
import { amount, percent } from '../shell/figures.ts'
import type { Decided } from './decision.ts'
import { unitOf } from './spread-plot.tsx'
import type { Answer } from './votes.ts'

type Props = { answer: Answer }

/** The largest changes are listed, so many of them. */
const MAX_LISTED = 3

/** What the decision would be without one of the classifiers, as the proxy decides. */
export function WithoutEach({ answer: { verdict } }: Props) {
  const { names } = useEnsemble()
  if (verdict === undefined || verdict.without.size === 0) return null
  const others = [...verdict.without].flatMap(([left, other]) => (other ? [{ left, other }] : []))
  if (others.length === 0) {
    return (
      <p class="without">
        {names.length > 1
          ? 'Too few others answered to decide without one of them.'
          : 'There is no other classifier to decide without this one.'}
      </p>
    )
  }
  switch (verdict.decided.is) {
    case 'label':
      return <Labels label={verdict.decided.label} others={others} />
    case 'value':
      return <Values value={verdict.decided.value} others={others} />
    case 'other':
      return null
  }
}

type Others = { others: readonly { left: string; other: Decided }[] }

function Labels({ label, others }: Others & { label: string }) {
  const changes = others.flatMap(({ left, other }) =>
    other.is === 'label' && other.label !== label ? [{ left, ...other }] : [],
  )
  const listed = changes.slice(0, MAX_LISTED)
  return (
    <Sentences>
      {listed.map(({ left, label: instead, proba }) => (
        <li key={left}>
          Without <Name name={left} /> the label would be <Name name={instead} />
          {proba !== undefined && `, at ${percent(proba)}`}.
        </li>
      ))}
      {changes.length > listed.length && (
        <li>{changes.length - listed.length} others would change it too.</li>
      )}
      {changes.length < others.length && (
        <li>
          Without {restOf(changes.length, others.length)} it stays <Name name={label} />.
        </li>
      )}
    </Sentences>
  )
}

function Values({ value, others }: Others & { value: number }) {
  const unit = unitOf(useEnsemble())
  const changes = others
    .flatMap(({ left, other }) => (other.is === 'value' ? [{ left, by: other.value - value }] : []))
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
  const listed = changes.slice(0, MAX_LISTED).filter(({ by }) => by !== 0)
  const next = changes[listed.length]
  return (
    <Sentences>
      {listed.map(({ left, by }) => (
        <li key={left}>
          Without <Name name={left} /> it would be <b class="named">{amount(value + by, unit)}</b>,{' '}
          {by < 0 ? '−' : '+'}
          {amount(Math.abs(by))}.
        </li>
      ))}
      {next && (
        <li>
          Without {restOf(listed.length, others.length)}{' '}
          {next.by === 0 ? 'it stays the same' : `it changes by ${amount(Math.abs(next.by), unit)} at most`}.
        </li>
      )}
    </Sentences>
  )
}

function Sentences({ children }: { children: ComponentChildren }) {
  return (
    <ul class="without" aria-label="Without each classifier">
      {children}
    </ul>
  )
}

function restOf(changes: number, others: number): string {
  if (changes === 0) return 'any one'
  return others === 2 ? 'the other one' : 'any other one'
}

function Name({ name }: { name: string }) {
  const { colour } = useEnsemble()
  return (
    <b class="named" style={{ '--colour': colour(name) }}>
      {name}
    </b>
  )
}
