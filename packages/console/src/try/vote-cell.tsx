import { type Output, outputOf, sideOf } from '../api/output.ts'
import type { Prediction } from '../api/wire.ts'
import { useEnsemble } from '../shell/ensemble.ts'
import { amount, percent } from '../shell/figures.ts'
import { placeOn, scaleAround, scaleOf } from './scale.ts'
import { valuesOf } from './spread-plot.tsx'
import type { Answer } from './votes.ts'

type Props = { name: string; prediction: Prediction; answer: Answer }

/** A classifier's answer as a picture and in figures. */
export function VoteCell({ name, prediction, answer }: Props) {
  const ensemble = useEnsemble()
  const output = outputOf(ensemble.models[name] ?? {})
  if (typeof prediction === 'string') return <Label label={prediction} />
  if (typeof prediction !== 'number') {
    return <Probabilities prediction={prediction} classes={'classes' in output ? output.classes : []} />
  }
  if (output.kind === 'score') return <Score score={prediction} output={output} />
  const values = valuesOf(ensemble, answer)
  const isCompared = values.length > 1 && values.some(([other]) => other === name)
  return (
    <span class="vote">
      {isCompared && <Track at={placeOn(scaleOf(values.map(([, value]) => value)), prediction)} />}
      <span class="said">{amount(prediction, output.kind === 'value' ? output.unit : '')}</span>
    </span>
  )
}

type ProbabilitiesProps = { prediction: readonly number[]; classes: readonly string[] }

/** How sure a classifier is of its own class; where all have the same classes, what share it gives to each. */
function Probabilities({ prediction, classes }: ProbabilitiesProps) {
  const { isOneVsRest, colour } = useEnsemble()
  const whole = prediction.map((proba, i) => `${classes[i] ?? i}: ${percent(proba)}`).join(', ')
  if (isOneVsRest) {
    const [own = 0] = prediction
    return (
      <span class="vote" title={whole}>
        <span class="bar" style={{ '--share': own }} />
        <span class="said">{percent(own)}</span>
      </span>
    )
  }
  const best = prediction.indexOf(Math.max(...prediction))
  return (
    <span class="vote" title={whole}>
      <span class="bar shares">
        {prediction.map((proba, i) => (
          <i key={classes[i] ?? i} style={{ '--share': proba, '--colour': colour(classes[i] ?? '') }} />
        ))}
      </span>
      <span class="said">
        <b>{classes[best] ?? best}</b> {percent(prediction[best] ?? 0)}
      </span>
    </span>
  )
}

function Score({ score, output }: { score: number; output: Extract<Output, { kind: 'score' }> }) {
  const { colour } = useEnsemble()
  const { threshold } = output
  const side = sideOf(score, output)
  return (
    <span class="vote" style={{ '--colour': side === '' ? undefined : colour(side) }}>
      {threshold !== undefined && (
        <Track
          at={placeOn(scaleAround(threshold, score), score)}
          threshold={`threshold ${amount(threshold)}`}
        />
      )}
      <span class="said">
        {side !== '' && <b>{side}</b>} {amount(score)}
      </span>
    </span>
  )
}

function Label({ label }: { label: string }) {
  const { colour } = useEnsemble()
  return (
    <span class="vote" style={{ '--colour': colour(label) }}>
      <b class="said">
        <span class="dot" />
        {label}
      </b>
    </span>
  )
}

function Track({ at, threshold }: { at: number; threshold?: string }) {
  return (
    <span class="track" title={threshold}>
      {threshold !== undefined && <i class="threshold" />}
      <i class="model" style={{ '--at': at }} />
    </span>
  )
}
