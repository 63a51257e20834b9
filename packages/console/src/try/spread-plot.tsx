import { outputOf } from '../api/output.ts'
import { type Ensemble, useEnsemble } from '../shell/ensemble.ts'
import { amount } from '../shell/figures.ts'
import type { Decided } from './decision.ts'
import { placeOn, scaleOf } from './scale.ts'
import type { Answer } from './votes.ts'

type Props = { answer: Answer; decided: Extract<Decided, { is: 'value' }> }

/** The models' values on one scale, the stretch between them, and what is decided. */
export function SpreadPlot({ answer, decided: { value } }: Props) {
  const ensemble = useEnsemble()
  const { colour } = ensemble
  const values = valuesOf(ensemble, answer)
  if (values.length < 2) return null
  const numbers = values.map(([, number]) => number)
  const scale = scaleOf([...numbers, value])
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const unit = unitOf(ensemble)
  const said = values.map(([name, number]) => `${name} ${amount(number, unit)}`).join(', ')
  return (
    <figure
      class="spread"
      role="img"
      aria-label={`The models are ${amount(high - low, unit)} apart: ${said}`}
    >
      <span class="stretch" style={{ '--from': placeOn(scale, low), '--to': placeOn(scale, high) }} />
      <span class="decided" style={{ '--at': placeOn(scale, value) }} />
      {values.map(([name, number]) => (
        <span
          key={name}
          class="model"
          title={`${name}: ${amount(number, unit)}`}
          style={{ '--at': placeOn(scale, number), '--colour': colour(name) }}
        />
      ))}
      <span class="end" style={{ '--at': placeOn(scale, low) }}>
        {amount(low)}
      </span>
      {high > low && (
        <span class="end" style={{ '--at': placeOn(scale, high) }}>
          {amount(high)}
        </span>
      )}
    </figure>
  )
}

/** The values that were answered, by classifier; those of one unit are on one scale. */
export function valuesOf(ensemble: Ensemble, { votes }: Answer): readonly (readonly [string, number])[] {
  const unit = unitOf(ensemble)
  return ensemble.names.flatMap((name) => {
    const vote = votes.get(name)
    const output = outputOf(ensemble.models[name] ?? {})
    if (output.kind !== 'value' || output.unit !== unit) return []
    return vote?.is === 'answered' && typeof vote.prediction === 'number'
      ? [[name, vote.prediction] as const]
      : []
  })
}

/** The unit of the values that are combined. */
export function unitOf({ models }: Pick<Ensemble, 'models'>): string {
  for (const model of Object.values(models)) {
    const output = outputOf(model)
    if (output.kind === 'value') return output.unit
  }
  return ''
}
